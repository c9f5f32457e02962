"""The kinds of records by name: what the routes, the inbox and the journal list."""

from django.apps import apps

from danvan.accounts.roles import RECORD_KINDS

from .models import Record


def record_models() -> dict[str, type[Record]]:
    """{kind: model} of every kind of record, in the order of the table of roles."""
    found = {model.scope.kind: model for model in apps.get_models() if issubclass(model, Record)}
    return {kind: found[kind] for kind in RECORD_KINDS if kind in found}


def kind_label(kind: str) -> str:
    """ "support" → "khoản hỗ trợ"; an unknown kind stays as it is."""
    model = record_models().get(kind)
    return str(model._meta.verbose_name) if model else kind
