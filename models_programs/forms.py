"""Forms of models, their years and score sheets."""

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from danvan.accounts.scoping import access, visible_to
from movements.forms import CatalogForm, LineOfModel, RecordForm, line_formset
from movements.forms_choices import SHAPES, Shape

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


class ReplicationLine(LineOfModel):
    """Where a model was taken up: any commune; the new model is one that names the model it follows."""

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "area":
            return queryset.exclude(level="hamlet")
        return visible_to(queryset, self.user).filter(replicated_from__isnull=False)


DECIDED = ("level", "decision", "date", "body")
RecognitionLines = line_formset(Recognition, (*DECIDED, "exemplary"))
AwardLines = line_formset(Award, ("title", *DECIDED))
ReplicationLines = line_formset(Replication, ("area", "date", "child"), ReplicationLine)
CriterionLines = line_formset(Criterion, ("name", "maximum"))
