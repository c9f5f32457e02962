"""Which household a row means: by its code, or by the name of its head and the place. Only what the actor sees exists.

Whatever is not found gets suggestions from the place that it names: four queries for any number of rows.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from beneficiaries.models import Household
from beneficiaries.similar import living
from danvan.accounts.scoping import visible_to
from danvan.imports.kind import Row
from danvan.imports.names import SUGGESTED, agrees
from danvan.lib import text
from danvan.records.known import chunks
from movements.models import AreaSuccession


class Known(NamedTuple):
    pk: int
    code: str
    head: str
    name_key: str
    birth_year: int | None
    path: str
    area: int
    organization: int

    @property
    def shown(self) -> str:
        return (
            self.head
            + (f" sinh {self.birth_year}" if self.birth_year else "")
            + (f" (mã {self.code})" if self.code else "")
        )


FIELDS = ("pk", "code", "head", "name_key", "birth_year", "area__path", "area_id", "organization_id")


def find_households(actor: Any | None, rows: Sequence[Row]) -> None:
    """Put `household`, its `area` and `organization` into each row's data, or a fault at the cell that names it.

    `row.data["area"]` is the place that the row names, None where it names none.
    """
    everybody = Household.objects.all()
    there = living(visible_to(everybody, actor)) if actor is not None else everybody.none()
    within = _reaches(rows)
    by_code: dict[str, list[Known]] = {}
    by_name: dict[str, list[Known]] = {}
    for one in _with(there, "code", {row["code"] for row in rows if row["code"]}):
        by_code.setdefault(one.code, []).append(one)
    for one in _with(there, "name_key", {text.fold(row["head"])[:160] for row in rows if row["head"]}):
        by_name.setdefault(one.name_key, []).append(one)
    lost = []
    for row in rows:
        if row["code"]:
            found = _living_in(by_code.get(row["code"], ()), within(row))
            _take(row, "code", found, f"Không có hộ mã “{row['code']}” trong phạm vi của bạn.")
        else:
            named = [one for one in by_name.get(text.fold(row["head"])[:160], ()) if agrees(row["head"], one.head)]
            found = _living_in(named, within(row))
            if found:
                _take(row, "head", _closest(found, row), "")
            else:
                lost.append(row)
    _suggest(there, lost, within)


def _with(there: QuerySet[Household], field: str, values: set[str]) -> Iterator[Known]:
    for chunk in chunks(sorted(values)):
        rows = there.filter(**{f"{field}__in": chunk}).order_by("pk").values_list(*FIELDS)
        yield from (Known(*row) for row in rows)


def _reaches(rows: Sequence[Row]) -> Callable[[Row], tuple[str, ...]]:
    """A function: the paths under which a row's household may live, its place's and those of what that was made of: a
    household whose place was merged need not have been moved. () where the row names no place.
    """
    places = {row.data["area"].pk: row.data["area"].path for row in rows if row.data["area"] is not None}
    paths: dict[int, tuple[str, ...]] = {pk: (path,) for pk, path in places.items()}
    for new, old in AreaSuccession.objects.filter(new__in=places).values_list("new_id", "old__path"):
        paths[new] += (old,)
    return lambda row: paths[row.data["area"].pk] if row.data["area"] is not None else ()


def _living_in(found: Sequence[Known], paths: tuple[str, ...]) -> list[Known]:
    return [one for one in found if not paths or one.path.startswith(paths)]


def _closest(found: list[Known], row: Row) -> list[Known]:
    """Of several of one name: those spelled just so, and born in that year where the row says it."""
    if row["birth_year"]:
        found = [one for one in found if one.birth_year in (row["birth_year"], None)] or found
        found = [one for one in found if one.birth_year == row["birth_year"]] or found
    return [one for one in found if text.clean(one.head) == text.clean(row["head"])] or found


def _take(row: Row, key: str, found: Sequence[Known], none: str) -> None:
    if not found:
        row.fault(key, none)
    elif len(found) > 1:
        listed = ", ".join(one.shown for one in found[:5])
        row.fault(key, f"Có {len(found)} hộ như vậy: {listed}. Hãy ghi mã hộ hoặc năm sinh.")
    elif key == "code" and row["head"] and text.fold(row["head"]) != found[0].name_key:
        row.fault("head", f"Mã {found[0].code} là hộ {found[0].head}, ô này ghi “{row['head']}”.", [found[0].head])
    else:
        one = found[0]
        row.data |= {"household": one.pk, "area": one.area, "organization": one.organization}


def _suggest(there: QuerySet[Household], lost: Sequence[Row], within: Callable[[Row], tuple[str, ...]]) -> None:
    """Heads of the same place that are written nearly so; only for the first rows: a file with more is another's."""
    places = Q(pk__in=())
    for path in {path for row in lost[:SUGGESTED] for path in within(row)}:
        places |= Q(area__path__startswith=path)
    heads = list(there.filter(places).order_by("pk").values_list("head", "area__path")) if lost else []
    for number, row in enumerate(lost):
        place, typed = row.data["area"], row["head"]
        of_place = {head: None for head, path in heads if path.startswith(within(row))} if number < SUGGESTED else {}
        near = text.closest(typed, of_place)
        said = " hoặc ".join(f"“{head}”" for head in near)
        words = f"Ý bạn là {said}?" if near else "Hộ chưa có thì nhập danh sách hộ trước."
        row.fault("head", f"{place.title} không có hộ “{typed}” trong phạm vi của bạn. {words}", near)
