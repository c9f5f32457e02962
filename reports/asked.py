"""What somebody asks a report of: its kind, its subject and its period, as one value that an address carries."""

from collections.abc import Mapping
from dataclasses import dataclass

from danvan.lib.errors import Unreadable
from danvan.lib.periods import Period
from reports.summaries.summarize_subject import PARAMETERS
from reports.summary import ScopeType

DEFAULT_KIND = "tong-hop"
LONGEST_CODE = 60
FIRST_YEAR, LAST_YEAR = 1990, 2100


class BadAddress(ValueError):
    """The address names no report: no period, two subjects, what is no code. The message says so in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`kind`: a key of the kinds of reports. `scope` and `code`: the subject, code None for the whole portal.

    `period`: a code of `Period` ("2022", "2022-Q1", "2022-H1", "2022-9T", "2021-2025").
    `group`: the letter of the indicators that a statistical appendix is narrowed to, "" for all.
    """

    kind: str = DEFAULT_KIND
    scope: ScopeType = "portal"
    code: str | None = None
    period: str = ""
    group: str = ""

    @classmethod
    def from_parameters(cls, given: Mapping[str, str], *, period: str = "") -> "Asked":
        """Read back what `parameters` writes; `period` where the address names none. Raises BadAddress.

        Whether there is such a kind, and such a subject, is for `composing.summary_of` to say.
        """
        found = (given.get("ky") or given.get("nam") or period).strip()
        try:
            when = Period.from_code(found)
        except Unreadable as error:
            raise BadAddress(error.message) from error
        if not FIRST_YEAR <= when.start.year <= when.end.year <= LAST_YEAR:
            raise BadAddress(f"Năm phải trong khoảng {FIRST_YEAR}–{LAST_YEAR}.")
        named = {scope: given[name] for scope, name in PARAMETERS.items() if given.get(name)}
        kind, group = given.get("loai") or DEFAULT_KIND, given.get("nhom") or ""
        if len(named) > 1:
            raise BadAddress("Một báo cáo chỉ nói về một phạm vi.")
        if any(len(word) > LONGEST_CODE or "\x00" in word for word in (kind, group, *named.values())):
            raise BadAddress("Mã trong địa chỉ không hợp lệ.")
        scope: ScopeType = next(iter(named), "portal")
        return cls(kind=kind, scope=scope, code=named.get(scope), period=when.code, group=group)

    @property
    def when(self) -> Period:
        """The calendar's days and name of the period; Unreadable for a code that is none."""
        return Period.from_code(self.period)

    def parameters(self) -> dict[str, str]:
        """The address's parameters: {"nam": "2022", "dot": "pretieng-2022"}; `ky` where it is not a whole year."""
        time = {"nam": self.period} if self.period.isdigit() else {"ky": self.period}
        mine = {PARAMETERS[self.scope]: self.code} if self.code else {}
        kind = {} if self.kind == DEFAULT_KIND else {"loai": self.kind}
        group = {"nhom": self.group} if self.group else {}
        return {**time, **mine, **kind, **group}
