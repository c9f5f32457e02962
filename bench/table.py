"""The printed tables: what · ours · beside what · its figure · ratio · n."""

from collections.abc import Iterable
from dataclasses import dataclass, field

HEADS = ("what", "ours", "beside", "its figure", "ratio", "n")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside another of the same unit. `n` is how many times each was measured."""

    what: str
    ours: float
    beside: str
    peer: float
    n: int
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours ÷ the other. Raises ZeroDivisionError for a peer that measured nothing: no figure without its peer."""
        return self.ours / self.peer

    def cells(self) -> tuple[str, ...]:
        return (
            self.what, f"{number(self.ours)} {self.unit}", self.beside, f"{number(self.peer)} {self.unit}",
            f"x {number(self.ratio)}", str(self.n),
        )  # fmt: skip


@dataclass(slots=True)
class Table:
    """A topic. `better` says which way is better; `notes` are facts without a peer (queries, pages, rows)."""

    title: str
    better: str = "less is better"
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The table, its columns aligned (figures to the right), with its notes under it."""
        grid = [HEADS, *(row.cells() for row in self.rows)]
        widths = [max(len(line[at]) for line in grid) for at in range(len(HEADS))]
        lines = [f"== {self.title} ({self.better})"]
        for line in grid:
            cells = (
                cell.ljust(width) if at in (0, 2) else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            lines.append("   " + "  ".join(cells).rstrip())
        return "\n".join([*lines, *(f"   - {note}" for note in self.notes)])


def number(value: float) -> str:
    """Three digits that count: 0.0123, 1.23, 12.3, 123, 12300."""
    if value == 0:
        return "0"
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    if whole:
        return f"{value:.{max(0, 3 - whole)}f}"
    return f"{value:.3g}" if abs(value) >= 0.0001 else f"{value:.1e}"


def printed(tables: Iterable[Table]) -> str:
    return "\n\n".join(table.text() for table in tables)
