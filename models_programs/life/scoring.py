"""Scores on the sheet of the year: the own ones with their evidence, the appraiser's beside them."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from danvan.lib import numbers
from danvan.records.data import Invalid, Refused
from danvan.records.models import normalise

from ..models import LifeStep, ModelYear, ScoreLine, ScoreSheet
from .door import taking
from .rules import Action

Scores = Mapping[int, tuple[Decimal, str]]
"""{criterion's key: (score, evidence or remark)}."""


def self_assess(
    actor: Any, record: ModelYear, *, sheet: ScoreSheet, scores: Scores, last: int | None = None,
    key: uuid.UUID | None = None,
) -> LifeStep:  # fmt: skip
    """Own score and evidence of each criterion of that year's sheet."""
    with taking(actor, record, Action.SELF_ASSESS, last=last, key=key) as t:
        if t.made is None:
            if sheet.year != t.record.year:
                raise Refused(f"Phiếu chấm của năm {sheet.year} không chấm được năm {t.record.year}.")
            total = _total(sheet, scores)
            t.made = t.append(sheet=sheet, own_score=total, said=[_of_sheet(total, sheet)])
            _lines(t.made, scores)
        return t.made


def appraise(
    actor: Any, record: ModelYear, *, scores: Scores, opinion: str, proposed: bool, last: int | None = None,
    key: uuid.UUID | None = None,
) -> LifeStep:  # fmt: skip
    """The appraiser's score of each criterion beside the own one, an opinion, and whether recognition is proposed."""
    with taking(actor, record, Action.APPRAISE, last=last, key=key) as t:
        if t.made is None:
            sheet = t.record.sheet
            if sheet is None:
                raise Refused("Mô hình này chưa có phiếu chấm: trả lại bước tự đánh giá để chấm theo phiếu.")
            if not opinion.strip():
                raise Invalid({"words": ["Hãy ghi ý kiến thẩm định."]})
            total = _total(sheet, scores)
            proposal = "đề nghị công nhận" if proposed else "không đề nghị công nhận"
            said = [_of_sheet(total, sheet), proposal]
            t.made = t.append(score=total, words=opinion, proposed=proposed, said=said)
            _lines(t.made, scores)
        return t.made


def _of_sheet(total: Decimal, sheet: ScoreSheet) -> str:
    return f"{numbers.format_decimal(total)} / {numbers.format_decimal(sheet.maximum)} điểm, {sheet.name}"


def _total(sheet: ScoreSheet, scores: Scores) -> Decimal:
    """The sum; raises Invalid at "score-<criterion>" of each that is missing or beyond its maximum."""
    errors: dict[str, list[str]] = {}
    criteria = list(sheet.criteria.all())
    if not criteria:
        raise Refused("Phiếu chấm này chưa có tiêu chí nào.")
    for criterion in criteria:
        given = scores.get(criterion.pk)
        if given is None:
            errors[f"score-{criterion.pk}"] = ["Hãy cho điểm tiêu chí này; không đạt thì ghi 0."]
        elif not 0 <= given[0] <= criterion.maximum:
            errors[f"score-{criterion.pk}"] = [f"Điểm từ 0 đến {numbers.format_decimal(criterion.maximum)}."]
        elif given[0] != round(given[0], 2):
            errors[f"score-{criterion.pk}"] = ["Điểm ghi nhiều nhất hai chữ số thập phân."]
    if set(scores) - {criterion.pk for criterion in criteria}:
        raise Refused("Phiếu chấm đã đổi sau khi bạn mở; hãy mở lại để chấm.")
    if errors:
        raise Invalid(errors)
    return sum((scores[criterion.pk][0] for criterion in criteria), Decimal(0))


def _lines(step: LifeStep, scores: Scores) -> None:
    rows = [ScoreLine(step=step, criterion_id=pk, score=score, words=words) for pk, (score, words) in scores.items()]
    for row in rows:
        normalise(row)
    ScoreLine.objects.bulk_create(rows)
