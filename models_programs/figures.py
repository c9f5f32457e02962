"""How models' years count in published figures: model × year, each 1; what a column means stands in `funnel`."""

from collections.abc import Iterable
from decimal import Decimal

from danvan.figures.effects import Effect, counts

from .models import ModelYear


@counts(ModelYear)
def model_effects(record: ModelYear) -> Iterable[Effect]:
    recognitions = list(record.recognitions.all())
    reached = {
        "models": True,
        "models_recognised": bool(recognitions) or record.stage == ModelYear.Stage.RECOGNISED,
        "models_exemplary": any(one.exemplary for one in recognitions),
        "models_awarded": bool(record.awards.all()),
        "models_replicated": bool(record.replications.all()),
    }
    for indicator, counted in reached.items():
        yield Effect(
            indicator, record.year, None, record.area_id, record.organization_id, record.campaign_id, Decimal(counted)
        )
