"""Forms of models, their years and score sheets."""

from typing import Any

from django import forms
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat

from danvan.accounts.scoping import access, visible_to
from movements.forms import CatalogForm, LineOfModel, RecordForm, first_option, line_formset
from movements.forms_choices import SHAPES, Shape, kept, place_choices, reach
from movements.models import Area

from .models import Award, Criterion, MobilizationModel, ModelField, Recognition, Replication, ScoreSheet

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


class RegisterForm(ModelYearForm):
    """Đăng ký as on paper: a model that is there, or a new one with its first year; one form for both tables."""

    name = forms.CharField(label="Tên mô hình mới", max_length=250, required=False)
    type = forms.ChoiceField(
        label="Tập thể hay cá nhân", choices=[("", "– chọn –"), *MobilizationModel.Type.choices], required=False
    )
    field = forms.ModelChoiceField(label="Lĩnh vực", queryset=ModelField.objects.all(), required=False)
    address = forms.CharField(label="Địa chỉ cụ thể", max_length=250, required=False)

    OF_MODEL = ("name", "type", "field", "address")
    NEW = ("name", "type", "field")
    hints = {
        "model": "Mô hình đã đăng ký ở năm trước; để trống khi đăng ký mô hình mới.",
        "name": "Bỏ trống khi đã chọn ở ô trên.",
        "type": "Đúng một trong hai; báo cáo luôn tách tập thể và cá nhân.",
        "address": "Thôn, xóm hoặc trụ sở cụ thể.",
        "difficulty": "Việc khó, bức xúc nào của dân mà mô hình giải quyết.",
        "goals": "Đến cuối năm đạt được gì, đo bằng gì.",
        "forces": "Ai khác cùng làm: già làng, tổ liên gia, doanh nghiệp …",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].required = False
        self.fields["model"].label = "Mô hình đã có"
        self.fields["organization"].label = "Đơn vị đăng ký"
        for name in ("organization", "area"):
            if not self.is_bound and not self.initial.get(name) and (only := only_choice(self.fields[name])):
                self.initial[name] = only

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("model"):
            if found.get("name"):
                self.add_error("name", "Đã chọn mô hình có sẵn thì để trống ô này, hoặc bỏ chọn ở ô trên.")
            return found
        for name, says in (("name", "Hãy ghi tên, hoặc chọn mô hình đã có."), ("type", "Hãy chọn một."),
                           ("field", "Hãy chọn lĩnh vực.")):  # fmt: skip
            if not found.get(name) and name not in self.errors:
                self.add_error(name, says)
        return found

    def of_model(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or "" for name in self.OF_MODEL}


def only_choice(field: Any) -> Any:
    """The key of a select that leaves no choice, else None."""
    found = [one for key, said in field.choices for one in (said if isinstance(said, list | tuple) else [(key, said)])]
    keys = [key for key, _said in found if key]
    return keys[0] if len(keys) == 1 else None


REGISTERED = (
    "model", "organization", "area", "year", "campaign", "difficulty", "partners", "forces", "goals", "start", "end",
    "note",
)  # fmt: skip


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
