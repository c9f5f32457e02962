"""Who a model was replicated from and what was replicated from it, each in one query however deep the tree is."""

from django.db import connection

TABLE = "models_programs_mobilizationmodel"
# UNION drops what was met before, so that a tree that goes round ends.
_UP = f"""
    SELECT id FROM {TABLE} WHERE id = %s UNION
    SELECT m.replicated_from_id FROM {TABLE} m JOIN up ON m.id = up.id WHERE m.replicated_from_id IS NOT NULL
"""  # noqa: S608 - names of our own
_DOWN = f"SELECT id FROM up UNION SELECT m.id FROM {TABLE} m JOIN down ON m.replicated_from_id = down.id"  # noqa: S608


def ancestors(pk: int) -> set[int]:
    """The model and all that it was replicated from, step by step."""
    return _keys(f"WITH RECURSIVE up AS ({_UP}) SELECT id FROM up", pk)  # noqa: S608


def family(pk: int) -> set[int]:
    """The model, all above it, and all that was replicated from any of them."""
    return _keys(f"WITH RECURSIVE up AS ({_UP}), down AS ({_DOWN}) SELECT id FROM down", pk)  # noqa: S608


def _keys(sql: str, pk: int) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [pk])
        return {row[0] for row in cursor.fetchall()}
