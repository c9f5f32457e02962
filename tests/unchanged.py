"""A refused write leaves every table as it was: compared value by value, not only by counts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import models

OURS = {"accounts", "audit", "figures", "records", "movements", "models_programs", "beneficiaries", "reports"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the project, link tables too."""
    tables: dict[str, type[models.Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS and model._meta.managed:
            tables[model._meta.db_table] = model
    return {name: list(model._base_manager.order_by("pk").values_list()) for name, model in tables.items()}


@contextmanager
def refuses(*errors: type[BaseException]) -> Iterator[pytest.ExceptionInfo[BaseException]]:
    """The block raises one of `errors` and changes no row of any table."""
    before = everything()
    with pytest.raises(errors) as caught:
        yield caught
    after = everything()
    assert after == before, {name: rows for name, rows in after.items() if rows != before[name]}
