"""The filter of a list by the batch that its rows came with: ?lo=12, reached by links only."""

from django.db.models import Q

from danvan.listing import Filter

from .models import ImportedRow


def batch_filter(kind: str) -> Filter:
    """For the list of the records of a kind of file."""

    def condition(value: str) -> Q | None:
        if not (value.isascii() and value.isdigit() and len(value) < 12):
            return None
        rows = ImportedRow.objects.filter(batch=int(value), batch__kind=kind)
        return Q(pk__in=rows.values("record_id"))

    return Filter("lo", "Lô nhập", condition, hidden=True)
