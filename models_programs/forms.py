"""Forms of models, their years and score sheets."""

from typing import Any

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat

from danvan.accounts.scoping import access, visible_to
from movements.forms import CatalogForm, LineOfModel, RecordForm, first_option, line_formset
from movements.forms_choices import SHAPES, Shape, kept, place_choices, reach
from movements.models import Area

from .models import Award, Criterion, MobilizationModel, Recognition, Replication, ScoreSheet

SHAPES[MobilizationModel] = Shape(group=F("organization__name"))
SHAPES[ScoreSheet] = Shape(label=Concat("name", Value(" ("), Cast("year", CharField()), Value(")")))


class ModelForm(CatalogForm):
    """A model: a place at any level of the user's reach, an organisation that the user enters for."""

    hints = {
        "type": "Đúng một trong hai; báo cáo luôn tách tập thể và cá nhân.",
        "area": "Nơi mô hình hoạt động.",
        "address": "Thôn, xóm hoặc trụ sở cụ thể.",
        "replicated_from": "Khi mô hình này làm theo một mô hình khác.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name in ("area", "organization"):
            return RecordForm.choices_for(self, name, queryset)  # type: ignore[arg-type]
        if name == "replicated_from":
            found = visible_to(queryset, self.user) | queryset.filter(self.now(name))
            return found.exclude(pk=self.instance.pk) if self.instance.pk else found
        return queryset


class ModelYearForm(RecordForm):
    options_key = "model_year"  # one reading of names for the form and its lines
    hints = {
        "model": "Chưa có trong danh sách thì thêm ở danh mục mô hình.",
        "organization": "Đơn vị chịu trách nhiệm bản ghi này.",
        "stop_reason": "Chỉ khi mô hình ngừng.",
        "sheet": "Phiếu chấm của năm; điểm không thể quá tổng điểm tối đa của phiếu.",
        "own_score": "Điểm đơn vị tự chấm.",
        "score": "Điểm của đoàn thẩm định.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "model":
            reach = access(self.user).q(MobilizationModel.scope, "model_year.enter")
            return queryset.filter(reach | self.now(name))
        return super().choices_for(name, queryset)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        now = self.instance.area_id
        area.choices = lambda: [
            *first_option(area),
            *place_choices(place for place in communes(self.user) if place.mine or place.pk == now),
        ]

    def lends(self) -> dict[str, Any]:
        """The names that the replication lines choose from come with the form's own."""
        return {"child": followers(self.user)}


def communes(user: Any) -> list[Any]:
    """Every place at commune level and above, `mine` where the user may enter; one query for form and lines."""
    mine = Case(When(reach(user, "model_year.enter"), then=Value(True)), default=Value(False))
    found = Area.objects.exclude(level="hamlet").select_related("parent").order_by().annotate(mine=mine)
    return kept(user, "communes", lambda: list(found))  # type: ignore[no-any-return]


def followers(user: Any) -> Any:
    """The models that name one they follow."""
    return visible_to(MobilizationModel.objects.filter(replicated_from__isnull=False), user)


class ReplicationLine(LineOfModel):
    """Where a model was taken up: any commune; the new model is one that names the model it follows."""

    options_key = "model_year"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.choices = lambda: [*first_option(area), *place_choices(communes(self.user))]

    def choices_for(self, name: str, queryset: Any) -> Any:
        return queryset.exclude(level="hamlet") if name == "area" else followers(self.user)


DECIDED = ("level", "decision", "date", "body")
RecognitionLines = line_formset(Recognition, (*DECIDED, "exemplary"))
AwardLines = line_formset(Award, ("title", *DECIDED, "start_year", "end_year"))
ReplicationLines = line_formset(Replication, ("area", "date", "child"), ReplicationLine)
CriterionLines = line_formset(Criterion, ("name", "maximum"))
