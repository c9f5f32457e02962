"""What somebody asks a report of: its kind, its subject and its period, as one value that an address carries."""

from dataclasses import dataclass

from danvan.lib.periods import Period
from reports.summarize_subject import PARAMETERS
from reports.summary import ScopeType

DEFAULT_KIND = "tong-hop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`kind`: a key of the kinds of reports. `scope` and `code`: the subject, code None for the whole portal.

    `period`: a code of `Period` ("2022", "2022-Q1", "2022-H1", "2022-9T", "2021-2025").
    """

    kind: str = DEFAULT_KIND
    scope: ScopeType = "portal"
    code: str | None = None
    period: str = ""

    @property
    def when(self) -> Period:
        """The period's days and name; Unreadable for a code that is none."""
        return Period.from_code(self.period)

    def parameters(self) -> dict[str, str]:
        """The address's parameters: {"nam": "2022", "dot": "pretieng-2022"}; `ky` where it is not a whole year."""
        time = {"nam": self.period} if self.period.isdigit() else {"ky": self.period}
        mine = {PARAMETERS[self.scope]: self.code} if self.code else {}
        kind = {} if self.kind == DEFAULT_KIND else {"loai": self.kind}
        return {**time, **mine, **kind}
