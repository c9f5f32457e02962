"""Finding households among hundreds of thousands: the column of keys, its index on both databases, and the search.

`Household.keys` is derived (`refresh_derived`, danvan/lib/likeness.py), so whatever writes households through the
door or row by row with refreshed columns keeps it. What stands beside the column is kept by the database itself, in
the same transaction: on PostgreSQL the column is a tsvector under a GIN index; on SQLite triggers carry it into an
FTS5 table. No extension is needed on either. Both answer the same question exactly: which rows hold, for every typed
word, one of its keys ("ngu*" = a key that begins so).
"""

from typing import Any

from django.db import connection, models
from django.db.models import Case, Lookup, QuerySet, Value, When
from django.db.models.functions import Concat

from danvan.lib import likeness

TABLE = "beneficiaries_household"
INDEX = f"{TABLE}_keys"
ENOUGH = 10  # with so many exact hits nobody wants the near ones
MANY = 8000  # hits that are told by their keys; beyond, a common name, whose first page is found in any order
MOST = 8  # words of a search that count
# The names' order as nothing but a sort: under the column itself PostgreSQL walks all names until a page is full, and
# meets those at the end of the alphabet ("K’Lũ") last.
IN_ORDER = Concat("sort_key", Value(""))

Wanted = tuple[tuple[str, ...], ...]


class SearchKeys(models.TextField):
    """Keys separated by spaces: tsvector on PostgreSQL, text on SQLite."""

    def db_type(self, connection: Any) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"


@SearchKeys.register_lookup
class Finds(Lookup):  # type: ignore[type-arg]
    """keys__finds=likeness.exact_keys(…): every word, by any of its keys."""

    lookup_name = "finds"
    prepare_rhs = False
    by_order = ""

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [value]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        asked = " AND ".join(f"({' OR '.join(_fts(key) for key in keys)})" for keys in self.rhs)
        alias = compiler.quote_name_unless_alias(self.lhs.alias)  # type: ignore[attr-defined]
        return f'{self.by_order}{alias}."id" IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)', (asked,)  # noqa: S608

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        asked = " & ".join(f"({' | '.join(_tsquery(key) for key in keys)})" for keys in self.rhs)
        return f"{column} @@ %s::tsquery", (*params, asked)


@SearchKeys.register_lookup
class FindsCommon(Finds):
    """The same for a name that thousands bear: SQLite may not look each of them up (the unary plus says so), but walks
    the names in order until a page is full.
    """

    lookup_name = "finds_common"
    by_order = "+"


# Keys hold letters, digits and = - # only: the quotes around them cannot be broken.
def _fts(key: str) -> str:
    return f'"{key[:-1]}"*' if key.endswith("*") else f'"{key}"'


def _tsquery(key: str) -> str:
    return f"'{key[:-1]}':*" if key.endswith("*") else f"'{key}'"


def searched(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """The households that a typed name, place or code finds, exact ones first.

    Where fewer than ten fit exactly, those that sound alike stand behind them, then those with a slip in each word.
    One small query when a term is given, two for near names; what the queryset leaves out is found by nobody.
    """
    short = " ".join(likeness.words_of(term[:200])[:MOST])
    if not short:
        return queryset
    exact = likeness.exact_keys(short)
    letters = all(len(word) == 1 for word in short.split())
    hits = [] if letters else _first(queryset.filter(keys__finds=exact))
    if letters or len(hits) == MANY:
        return queryset.filter(keys__finds_common=exact)
    if len(hits) >= ENOUGH:
        return queryset.filter(pk__in=hits).order_by(IN_ORDER, "pk")
    near = _first(queryset.filter(keys__finds=likeness.near_keys(short)))
    return (
        queryset.filter(pk__in=near)
        .annotate(
            slip=Case(
                When(pk__in=hits, then=Value(0)),
                When(keys__finds=likeness.sound_keys(short), then=Value(1)),
                default=Value(2),
            )
        )
        .order_by("slip", "sort_key", "pk")
    )


def _first(queryset: QuerySet[Any]) -> list[int]:
    """Some thousand keys, asked without an order: with one, PostgreSQL would rather walk all names in order than ask
    the index, and meet a name at the end of the alphabet last.
    """
    return list(queryset.order_by().values_list("pk", flat=True)[:MANY])


def install(**_: Any) -> None:
    """The index of the connected database, where it does not stand. Connected to post_migrate: SQLite's table
    rebuilds drop triggers, and the FTS table is filled anew when they were gone.
    """
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        columns = {c.name for c in connection.introspection.get_table_description(cursor, TABLE)}
        if "keys" not in columns:
            return
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (keys)")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{INDEX}_%"])
        if {name for (name,) in cursor.fetchall()} >= {name for name, _sql in _TRIGGERS}:
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5(keys, content='{TABLE}', content_rowid='id', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '=-#'\", prefix='1 2', detail='none', columnsize=0)"
        )
        for name, sql in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {sql}")
        cursor.execute(f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')")  # noqa: S608


_ADD = f"INSERT INTO {INDEX}(rowid, keys) VALUES (NEW.id, NEW.keys);"  # noqa: S608
_DROP = f"INSERT INTO {INDEX}({INDEX}, rowid, keys) VALUES ('delete', OLD.id, OLD.keys);"  # noqa: S608
_TRIGGERS = (
    (f"{INDEX}_insert", f"AFTER INSERT ON {TABLE} BEGIN {_ADD} END"),
    (f"{INDEX}_delete", f"AFTER DELETE ON {TABLE} BEGIN {_DROP} END"),
    (f"{INDEX}_update", f"AFTER UPDATE OF id, keys ON {TABLE} WHEN OLD.keys <> NEW.keys OR OLD.id <> NEW.id "
                        f"BEGIN {_DROP} {_ADD} END"),
)  # fmt: skip
