"""What is counted of models (see `movements.computing`): the columns of the funnel, of model × year.

A model's year is a whole year: for a quarter or six months there is no value.
"""

from collections.abc import Iterator

from movements.computing import Ask, Computed, Counting, countable, gathered, narrowed

from . import funnel
from .models import ModelYear

# The funnel's columns that only accepted registrations count in; "registered" holds those that still wait, too.
STEPS = [code for code in funnel.ALL if code != "registered"]


def models(ask: Ask) -> Counting | None:
    """By step, together and by type."""
    if not ask.years:
        return None
    rows = narrowed(countable(ModelYear, ask.user).filter(year__in=ask.years), ask)
    groups = funnel.groups(rows, "area__path")
    return Counting(groups, lambda found: gathered(_spread(funnel.counted(found))))


def _spread(groups: list[tuple[tuple[str, ...], str, funnel.Counts]]) -> Iterator[tuple[str, str, int]]:
    for (path,), kind, counts in groups:
        for (step, _kind), n in counts.items():
            yield f"models_{step}", path, n
            yield f"models_{step}_{kind}", path, n


def _ways() -> Iterator[Computed]:
    for step in STEPS:
        words = f"mô hình “Dân vận khéo”, cột “{funnel.ALL[step].label}”"
        link = f"/mo-hinh/?muc={step}"
        yield _way(f"models_{step}", words, link)
        for kind in funnel.TYPES:
            yield _way(f"models_{step}_{kind}", f"{words}, {kind.label}", f"{link}&loai={kind}")


def _way(key: str, label: str, link: str) -> Computed:
    return Computed(key, label, "mô hình", models, link, "model_year.view")


COUNTS = tuple(_ways())
