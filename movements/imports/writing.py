"""Records written back into the cells that their files have; what reads them is binding.py."""

from typing import Any

from danvan.lib.periods import DatePrecision, PartialDate, format_date
from danvan.templatetags.vn import status_word
from movements.models import Area


def place(area: Area, hamlets: list[Area] | None = None) -> dict[str, Any]:
    """Xã and Thôn."""
    if area.level == Area.Level.HAMLET and area.parent is not None:
        area, hamlets = area.parent, [area]
    return {"commune": str(area), "hamlets": "; ".join(hamlet.name for hamlet in hamlets or ())}


def dated(record: Any) -> PartialDate:
    return PartialDate(record.date, DatePrecision(record.date_precision))


def year(value: int | None) -> str:
    """As text: a number in a column of dates would show as a day of 1905."""
    return "" if value is None else str(value)


def bodies(record: Any) -> str:
    """The organisation, then those that joined in."""
    return "; ".join(body.name for body in (record.organization, *record.joint_organizations.all()))


def name_of(one: Any) -> str:
    return one.name if one is not None else ""


def said(record: Any) -> str:
    """Of an activity or a work: "MTTQ xã Phú Sơn: Làm đường thôn, xã Phú Sơn, 15/03/2022, nháp."."""
    when = format_date(record.date, record.date_precision)
    return f"{record.organization.label}: {record.name}, {record.area}, {when}, {status_word(record).lower()}."
