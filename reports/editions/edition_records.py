"""The records behind an issue, kept with it, so that the next one can say which came, went or changed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from reports.summary import Summary

KEPT = ("ref", "kind", "description", "organization", "area", "date_label", "support_vnd", "loan_vnd")
WHAT = {"added": "thêm", "changed": "sửa", "withdrawn": "rút, hoặc không còn tính vào"}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record. Its value before and after in đồng, None where it was not there or is not valued."""

    what: Literal["added", "changed", "withdrawn"]
    description: str
    organization: str
    before: int | None
    after: int | None
    loan: bool

    @property
    def word(self) -> str:
        return WHAT[self.what]

    def frozen(self) -> dict[str, Any]:
        return {"of": "record", **asdict(self)}

    @classmethod
    def thaw(cls, row: Mapping[str, Any]) -> "RecordChange":
        """Back from `frozen`."""
        return cls(**{name: row[name] for name in cls.__dataclass_fields__})


def rows_of(summary: Summary) -> list[dict[str, Any]]:
    """The records as an `Edition` keeps them; without names of recipients, for the summary has none."""
    return [{name: getattr(row, name) for name in KEPT} for row in summary.supports]


def changed(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[RecordChange]:
    """By the address of each record; none where a side was frozen without rows."""
    old, new = ({row["ref"]: row for row in side if row["ref"]} for side in (before, after))
    found = []
    for ref in [*new, *(ref for ref in old if ref not in new)]:
        was, now = old.get(ref), new.get(ref)
        if was == now:
            continue
        one = now or was
        assert one is not None  # noqa: S101 - the address is of one of them
        found.append(
            RecordChange(
                "changed" if was and now else "added" if now else "withdrawn", one["description"],
                one["organization"], _value(was), _value(now), one["kind"] == "loan",
            )
        )  # fmt: skip
    return found


def _value(row: Mapping[str, Any] | None) -> int | None:
    if row is None:
        return None
    return row["loan_vnd"] if row["kind"] == "loan" else row["support_vnd"]  # type: ignore[no-any-return]
