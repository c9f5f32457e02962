"""Mô hình "Dân vận khéo" as a kind of file: a row is a model in a year, and the model itself where it is new."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from danvan.accounts.scoping import visible_to
from danvan.imports import door
from danvan.imports.faults import Unfit
from danvan.imports.kind import Column, Row
from danvan.imports.names import SUGGESTED, Names, agrees
from danvan.imports.records import RecordKind
from danvan.lib import text
from danvan.records import catalogs
from danvan.records.data import Invalid
from danvan.records.known import Known
from danvan.records.preparing import prepare
from danvan.templatetags.vn import status_word
from models_programs.models import MobilizationModel, ModelField, ModelYear
from movements.imports import writing
from movements.imports.binding import Binding, RecordLookups, of_year
from movements.lookups import only
from movements.models import Area, Campaign, Organization

from . import decisions
from .columns import COLUMNS, ENTER, STAGES, TYPES

LIKE = 0.85
"""Likeness from which a new name in a place may be an old one misspelled."""
OF_MODEL = ("name", "type", "field", "organization", "area", "address")


class ModelLookups(RecordLookups):
    """The models that the user sees, by name and place; new ones of the file stand among them under negative keys."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields: Names[ModelField] = Names()
        for field in ModelField.objects.all():
            self.fields.add(field, field.name, field.code)
        self.new: list[MobilizationModel] = []
        self._models: dict[tuple[str, int], list[MobilizationModel]] = {}
        self._names: dict[int, list[str]] = {}
        there = MobilizationModel.objects.select_related("organization", "area", "field").order_by("pk")
        for model in visible_to(there, self.actor) if self.actor is not None else there.none():
            self._add(model)

    def _add(self, model: MobilizationModel) -> None:
        self._models.setdefault((text.fold(model.name), model.area_id), []).append(model)
        self._names.setdefault(model.area_id, []).append(model.name)

    def field(self, name: str) -> ModelField:
        found: ModelField | None = only(self.fields.find(self.meant("field", name))[0], "lĩnh vực", name)
        if found is None:
            near = self.fields.near(name, 0.5) or self.fields.near(name)
            raise Unfit(f"Danh mục không có lĩnh vực “{name}”.{self.fields.suggestion(name)}", part=name, choices=near)
        return found

    def model(self, name: str, area: Area) -> MobilizationModel | None:
        """Its name may be typed without marks, not with others: "nuôi tầm" is not "nuôi tằm"."""
        bearing = self._models.get((text.fold(name), area.pk), ())
        return next((model for model in bearing if agrees(name, model.name)), None)

    def like(self, name: str, area: Area) -> list[str]:
        """Names of models in the place that this one may be, misspelled."""
        return text.closest(name, self._names.get(area.pk, ()), cutoff=LIKE) if len(self.new) < SUGGESTED else []

    def expect(self, data: Mapping[str, Any]) -> MobilizationModel:
        """A model that the file brings; later rows of the same name and place mean it too."""
        made = MobilizationModel(pk=-1 - len(self.new), **data)
        self.new.append(made)
        self._add(made)
        return made


class ModelKind(RecordKind):
    """Rows → drafts of models' years; models that are not there yet are added to the catalogue."""

    code = "mo-hinh"
    title = "mô hình “Dân vận khéo”"
    sheet = "Mô hình"
    model = ModelYear
    right = ENTER
    columns: ClassVar[tuple[Column, ...]] = COLUMNS
    door_keys: ClassVar[Mapping[str, str]] = {"area": "commune", "model": "name", **decisions.DOOR_KEYS}
    fallback = "name"
    can_create: ClassVar[tuple[type[Any], ...]] = (Organization, Campaign)
    list_name = "model_years:list"
    same = ("model", "year")
    prefix = "MH"
    related = ("model__field", "area__parent", "organization", "campaign")
    prefetch = ("recognitions", "awards", "replications__area")
    parts = decisions.PARTS
    fixed = frozenset({"name", "type", "field", "commune", "hamlets", "address"})

    def lookups(self, actor: Any | None, aliases: Mapping[tuple[str, str], str], create: bool) -> ModelLookups:
        return ModelLookups(actor, aliases, create=create)

    def bind(self, row: Row, look: ModelLookups) -> None:
        binding = Binding(row, look, of_year(row["year"]))
        area = binding.place()
        there = look.model(row["name"], area) if row["name"] and area is not None else None
        if there is not None and not row["organization"]:
            body: Organization | None = there.organization
        else:
            body = binding.body_or_front("organization", area)
        field = binding.attempt("field", lambda: look.field(row["field"])) if row["field"] else None
        row.data |= {
            "year": row["year"], "stage": row["stage"] or "", "stop_reason": row["stop_reason"] or "", "area": area,
            "organization": body, "campaign": binding.campaign(), "households": row["households"],
            "score": row["score"], "note": row["note"] or "", **decisions.bind(binding),
        }  # fmt: skip
        if there is not None:
            _agree(row, there, field)
            row.data["model"] = there
        elif row["name"] and area is not None and body is not None:
            row.data["model"] = self._new(row, look, field)

    def _new(self, row: Row, look: ModelLookups, field: ModelField | None) -> MobilizationModel | None:
        if not row["type"] and not row.unread("type"):
            row.fault("type", "Mô hình mới: tập thể hay cá nhân?", ["tập thể", "cá nhân"])
        if field is None and not row.unread("field"):
            row.fault("field", "Mô hình mới cần lĩnh vực.", look.fields.spelled())
        area, body = row.data["area"], row.data["organization"]
        if row.unread("type", "field"):
            return None
        near = look.like(row["name"], area)
        if near:
            said = " và ".join(f"“{name}”" for name in near)
            row.warn("name", row["name"], f"Sẽ thêm mô hình mới, gần giống {said} đã có ở {area}.")
        return look.expect(
            {"name": row["name"], "type": row["type"], "field": field, "organization": body, "area": area,
             "address": row["address"] or ""}
        )  # fmt: skip

    def check(self, actor: Any | None, rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
        first = {row.data["model"].pk: row for row in reversed(rows) if row.data["model"].pk < 0}
        new = [row.data["model"] for row in first.values()]
        known = _parts(new)
        for row in first.values():
            try:
                prepare(MobilizationModel(), _data_of(row.data["model"]), known)
            except Invalid as refusal:
                yield from ((row, place, said) for place, texts in refusal.errors.items() for said in texts)
        yield from door.check(actor, self.model, rows, new)

    def pack(self, actor: Any, rows: Sequence[Row]) -> None:
        """Nothing before the models have their keys."""

    def create(self, actor: Any, rows: Sequence[Row], packed: Any) -> list[Any]:
        """The new models through the door of the catalogues, then their years."""
        made: dict[int, MobilizationModel] = {}
        known = _parts([row.data["model"] for row in rows])
        for row in rows:
            model = row.data["model"]
            if model.pk < 0:
                if model.pk not in made:
                    made[model.pk] = catalogs.save(actor, MobilizationModel, _data_of(model), known=known)
                row.prepared.instance.model = made[model.pk]
        return door.create(actor, rows, door.pack(actor, rows))

    def cells(self, record: Any) -> dict[str, Any]:
        model = record.model
        return {
            "name": model.name, "type": TYPES[model.type], "field": model.field.name, "address": model.address,
            "organization": record.organization.name, **writing.place(record.area), "year": str(record.year),
            "stage": STAGES[record.stage], "stop_reason": record.stop_reason, "households": record.households,
            "campaign": writing.name_of(record.campaign), "score": record.score, "note": record.note,
            **decisions.written(record),
        }  # fmt: skip

    def said(self, record: Any) -> str:
        return f"{record}: {record.get_stage_display()}, {status_word(record).lower()}."


def _parts(models: Sequence[MobilizationModel]) -> Known:
    """What the models point at, which the look-ups have read."""
    known = Known()
    known.expect({part for model in models for part in (model.field, model.organization, model.area)})
    return known


def _data_of(model: MobilizationModel) -> dict[str, Any]:
    return {name: getattr(model, name) for name in OF_MODEL}


def _agree(row: Row, there: MobilizationModel, field: ModelField | None) -> None:
    """The catalogue's word stands: a file that says otherwise asks."""
    if row["type"] and row["type"] != there.type:
        said = str(there.get_type_display())
        row.fault("type", f"Mô hình này trong danh mục là {said}.", [said])
    if field is not None and field.pk != there.field_id:
        row.fault("field", f"Mô hình này trong danh mục thuộc lĩnh vực “{there.field.name}”.", [there.field.name])
