"""The desks of models, their years, fields (lĩnh vực) and score sheets."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern

from danvan.accounts.scoping import visible_to
from danvan.forms import form_for
from danvan.imports.listing import batch_filter
from danvan.listing import Choices, Column, Filter, equals
from danvan.records.models import Status
from danvan.records.services import require_place
from movements import restating
from movements.desks_base import ProgrammeDesk, records_about
from movements.desks_filters import (
    BODY,
    CAMPAIGN,
    PLACE,
    STATUS,
    YEAR,
    group_filter,
    joint_filters,
    of_movement,
    organizations,
    within,
)
from movements.forms import CatalogForm
from movements.models import Area

from . import funnel, lateness, life, life_page, life_rows, survival, views_diary, views_register, views_steps
from .forms import AwardLines, CriterionLines, ModelForm, ModelYearForm, RecognitionLines, ReplicationLines
from .models import MobilizationModel, ModelField, ModelYear, ScoreSheet

Type = MobilizationModel.Type


def fields(request: HttpRequest) -> Choices:
    return list(ModelField.objects.values_list("code", "name"))


def steps(request: HttpRequest) -> Choices:
    return [(step.code, step.label) for step in funnel.ALL.values()]


def due_steps(request: HttpRequest) -> Choices:
    return [(code, due.label) for code, due in lateness.DUE.items()]


def no_commune(value: str) -> Q | None:
    """Models of the district itself, or of a wider place."""
    return ~Q(area__level__in=(Area.Level.COMMUNE, Area.Level.HAMLET)) if value == "1" else None


def one_if(lookup: str, value: str) -> Case:
    """1 for the rows of a type, so that the foot counts tập thể and cá nhân apart."""
    return Case(When(**{lookup: value}, then=Value(1)), default=Value(0), output_field=IntegerField())


class ModelYearDesk(ProgrammeDesk):
    model = ModelYear
    title = "Mô hình “Dân vận khéo”"
    new_title = "Ghi mô hình của năm trước"
    intro = "Mỗi dòng là một mô hình trong một năm: bước đã tới, điểm, công nhận, khen thưởng, nhân rộng."
    always = frozenset({"result", "households", "score"})
    related = ("model__field", "organization", "area", "campaign", "sheet", "created_by")
    form_class = form_for(ModelYear, ModelYearForm)
    formsets = {
        "recognitions": ("Công nhận", RecognitionLines),
        "awards": ("Khen thưởng", AwardLines),
        "replications": ("Nhân rộng", ReplicationLines),
    }
    list_template = "models_programs/model_years.html"
    detail_template = "models_programs/model_year.html"
    sections = (
        ("Mô hình nào, năm nào", ("model", "year", "organization", "area", "campaign")),
        ("Đăng ký", ("difficulty", "goals", "partners", "forces", "start", "end")),
        ("Đã tới bước nào", ("stage", "stop_reason")),
        ("Kết quả", ("result", "households")),
        ("Chấm điểm", ("sheet", "own_score", "score", "note")),
    )
    columns = [
        Column("model", "Mô hình", "model.name", head=True, sort="model__sort_key"),
        Column("year", "Năm", lambda y: str(y.year), sort="year"),
        Column("field", "Lĩnh vực", "model.field.name"),
        Column("collective", "Tập thể", lambda y: 1 if y.model.type == Type.COLLECTIVE else None, kind="count",
               total=one_if("model__type", Type.COLLECTIVE)),
        Column("individual", "Cá nhân", lambda y: 1 if y.model.type == Type.INDIVIDUAL else None, kind="count",
               total=one_if("model__type", Type.INDIVIDUAL)),
        Column("organization", "Tổ chức", "organization.label", sort="organization__sort_key"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("stage", "Bước", "get_stage_display"),
        Column("households", "Hộ", kind="count", sort="households", total="households"),
        Column("score", "Điểm", kind="decimal", sort="score"),
        Column("status", "Trạng thái", lambda y: y, kind="status", sort="status"),
    ]  # fmt: skip
    filters = [
        YEAR,
        Filter("linh-vuc", "Lĩnh vực", equals("model__field__code"), fields),
        Filter("buoc", "Bước", equals("stage"), lambda request: ModelYear.Stage.choices),
        Filter("loai", "Loại", equals("model__type"), lambda request: Type.choices),
        BODY, PLACE, CAMPAIGN, STATUS, group_filter(own=False),
        Filter("muc", "Cột của bảng năm", funnel.reached, steps, more=True),
        restating.FILTER,
        Filter("cham", "Hạn chưa làm", lateness.undone, due_steps, more=True),
        Filter("chua-phan-xa", "Chưa phân xã", no_commune, hidden=True, said=lambda _value: ""),
        Filter("mo-hinh", "Mô hình", equals("model_id"), hidden=True),
        *joint_filters(ModelYear, organizations, "partners"),
        Filter("phong-trao", "Phong trào", of_movement("model__movement"), hidden=True),
        within(lambda start, end: Q(year__range=(start.year, end.year))),
        batch_filter("mo-hinh"),
    ]  # fmt: skip

    def more_urls(self) -> list[URLPattern]:
        return [*views_register.patterns(self), *views_steps.patterns(self), *views_diary.patterns(self)]

    def form(self, request: HttpRequest, instance: Any, data: Any = None, initial: Any = None) -> Any:
        """Without what follows the steps, once there are some: a correction is of the registration."""
        made = super().form(request, instance, data, initial)
        if _lives(instance):
            for name in ModelYear.FOLLOWING:
                del made.fields[name]
        return made

    def formsets_for(self, request: HttpRequest, instance: Any, data: Any = None) -> dict[str, Any]:
        if _lives(instance):
            return {}
        rows = life_rows.initial(life_page.rows_of(instance)) if instance.pk else {}
        more: dict[str, Any] = {"form_kwargs": {"user": request.user}}
        return {
            name: kind(data, initial=rows.get(name, []), prefix=name, **more)
            for name, (_legend, kind) in self.formsets.items()
        }

    def children_shown(self, target: Any) -> list[Any]:
        return []  # they stand among the decisions

    def facts(self, user: Any, target: Any) -> list[tuple[str, Any, str]]:
        """The registration; stage and scores stand on the life line."""
        left_out = {self.label(name) for name in ModelYear.FOLLOWING}
        return [row for row in super().facts(user, target) if row[0] not in left_out]

    def joined(self, target: Any, name: str) -> str:
        return ", ".join(row.first or "" for row in life_page.rows_of(target).get("partner", ()))

    def page_context(self, request: HttpRequest, target: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().page_context(request, target, shown), **life_page.context(request.user, target, shown)}

    def extra_context(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        found = super().extra_context(request, target)
        if target is None and self.may_enter(request.user):
            found["waiting_offers"] = life.offers(request.user).count()
        return found

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """From a model's page: its place and organisation."""
        found = super().initial(request)
        if str(found.get("model", "")).isdigit():
            model = visible_to(MobilizationModel.objects.all(), request.user).filter(pk=found["model"]).first()
            if model is not None:
                found = {"organization": model.organization_id, "area": model.area_id, **found}
        return found


def _lives(record: ModelYear) -> bool:
    return record.pk is not None and record.status == Status.APPROVED and record.life.exists()


class ModelDesk(ProgrammeDesk):
    model = MobilizationModel
    title = "Danh mục mô hình"
    new_title = "Thêm mô hình"
    intro = "Mỗi mô hình một dòng, dùng cho nhiều năm; kết quả từng năm ghi ở “Mô hình của năm”."
    related = ("field", "organization", "area", "movement", "replicated_from")
    form_class = form_for(MobilizationModel, ModelForm)
    list_template = "models_programs/models.html"
    detail_template = "models_programs/model.html"
    evidence_page = "detail"
    sections = (
        ("Mô hình", ("name", "type", "field", "movement", "replicated_from")),
        ("Ai làm, ở đâu", ("organization", "area", "address")),
    )
    columns = [
        Column("name", "Mô hình", head=True, sort="sort_key"),
        Column("type", "Loại", "get_type_display", sort="type"),
        Column("field", "Lĩnh vực", "field.name"),
        Column("organization", "Tổ chức", "organization.label", sort="organization__sort_key"),
        Column("area", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("replicated_from", "Nhân rộng từ", "replicated_from.name"),
    ]
    filters = [
        Filter("linh-vuc", "Lĩnh vực", equals("field__code"), fields),
        Filter("loai", "Loại", equals("type"), lambda request: Type.choices),
        BODY, PLACE,
        Filter("nam", "Năm", lambda value: Q(pk__in=ModelYear.objects.filter(year=int(value)).values("model"))
               if value.isascii() and value.isdigit() else None, YEAR.choices),
        Filter("lua", "Bắt đầu năm", survival.of_cohort, hidden=True, said=survival.cohort_said),
    ]  # fmt: skip

    def photographed(self, user: Any, target: Any) -> list[QuerySet[Any]]:
        """Of its years, and of what was given for it."""
        return records_about(user, "model", Q(model=target))

    def may_edit(self, user: Any, target: Any) -> bool:
        """Only where the user enters: the door would refuse the rest after the typing."""
        if not super().may_edit(user, target):
            return False
        if target.pk is None:
            return True
        try:
            require_place(user, "model_year.enter", target.area, target.organization)
        except PermissionDenied:
            return False
        return True

    def around(self, request: HttpRequest, target: Any) -> dict[str, Any]:
        user = request.user
        years = list(
            visible_to(target.years.all(), user).select_related("sheet").annotate(
                recognised=Count("recognitions", distinct=True), awarded=Count("awards", distinct=True),
                spread=Count("replications", distinct=True),
            )
        )  # fmt: skip
        return {
            "years": years,
            "decided": life_page.decided(years),
            "family": survival.tree(user, target),
        }  # fmt: skip


class ModelFieldDesk(ProgrammeDesk):
    model = ModelField
    title = "Lĩnh vực"
    new_title = "Thêm lĩnh vực"
    intro = "Lĩnh vực của mô hình; bốn lĩnh vực chuẩn, địa phương có thể thêm."
    form_class = form_for(ModelField, CatalogForm)
    columns = [Column("name", "Tên", head=True, sort="sort_key"), Column("code", "Mã", sort="code")]


class ScoreSheetForm(CatalogForm):
    hints = {"pass_score": "Từ điểm này trở lên thì đạt.", "name": "Ví dụ: Phiếu chấm mô hình tập thể."}


class ScoreSheetDesk(ProgrammeDesk):
    model = ScoreSheet
    title = "Phiếu chấm"
    new_title = "Lập phiếu chấm"
    intro = "Tiêu chí và điểm tối đa theo năm; mỗi năm một phiếu, phiếu cũ giữ nguyên cho điểm đã chấm."
    prefetch = ("criteria",)
    form_class = form_for(ScoreSheet, ScoreSheetForm)
    formsets = {"criteria": ("Tiêu chí", CriterionLines)}
    detail_template = "models_programs/score_sheet.html"
    columns = [
        Column("name", "Tên", head=True, sort="sort_key"),
        Column("year", "Năm", lambda s: str(s.year), sort="year"),
        Column("criteria", "Số tiêu chí", lambda s: len(s.criteria.all()), kind="count"),
        Column("maximum", "Tổng điểm tối đa", kind="decimal"),
        Column("pass_score", "Điểm đạt", kind="decimal", sort="pass_score"),
    ]
    filters = [YEAR]
