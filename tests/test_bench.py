"""`make bench` runs, and its tables say what they divide. No time is asserted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.table import Row, Table, number
from bench.timing import in_turns, percentiles

ROOT = Path(__file__).resolve().parent.parent
TITLES = (
    "Dashboard of 2022", "Support list", "Finding a household",
    "Report of pretieng-2022", "Files of the whole district's report", "One save of a support", "Many people saving",
    "20 supports through the bulk door", "3 people, a save a second each",
    "Import of 5 rows", "Reading numbers",
)  # fmt: skip


def rows_of(table: str) -> list[tuple[float, float, float, int]]:
    """(ours, its figure, ratio, n) of each printed line that has them all, after checking that both have one unit."""
    found = []
    for line in table.splitlines()[2:]:
        cells = re.split(r" {2,}", line.strip())[-5:]
        if line.startswith("   - ") or len(cells) < 5:
            continue
        ours, _beside, peer, ratio, n = cells
        assert ours.split()[1] == peer.split()[1], line
        found.append((float(ours.split()[0]), float(peer.split()[0]), float(ratio.removeprefix("x")), int(n)))
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a quick run prints, table by table; it leaves nothing behind."""
    folder = tmp_path_factory.mktemp("bench")
    command = ["env", f"TMPDIR={folder}", sys.executable, "bench/run.py", "--quick"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stderr
    assert list(folder.iterdir()) == []
    return answer.stdout.split("\n== ")[1:]


def test_every_topic_prints_its_table(printed: list[str]) -> None:
    assert [next((title for title in TITLES if table.startswith(title)), table[:40]) for table in printed] == [*TITLES]


def test_every_ratio_is_ours_over_the_other(printed: list[str]) -> None:
    for table in printed:
        rows = rows_of(table)
        assert rows, table
        for ours, peer, ratio, n in rows:
            assert ours > 0 and n >= 1
            # Three printed digits each: their quotient is the ratio to within two hundredths.
            assert ratio == pytest.approx(ours / peer, rel=0.02)


def test_no_save_is_refused_or_lost(printed: list[str]) -> None:
    (together,) = (table for table in printed if table.startswith("Many people saving"))
    assert re.search(r"3 saves sent, 0 refused, 0 lost; bare: 3 sent, 0 refused, 0 lost", together)


def test_a_table_aligns_its_columns_and_divides() -> None:
    table = Table("Saves", rows=[Row("one", 3.0, "bare", 1.5, 9), Row("all of them", 1234.5, "bare", 0.01234, 100)])
    lines = table.text().splitlines()
    assert lines[0] == "== Saves (less is better)"
    assert lines[2].split() == ["one", "3.00", "ms", "bare", "1.50", "ms", "x", "2.00", "9"]
    assert lines[3].split()[-5:] == ["0.0123", "ms", "x", "100041", "100"]
    assert len({len(line) for line in lines[1:]}) == 1


def test_figures_keep_three_digits() -> None:
    assert [number(v) for v in (0, 0.01234, 1.234, 12.34, 123.4, 1234.4)] == [
        "0", "0.0123", "1.23", "12.3", "123", "1234",
    ]  # fmt: skip


def test_rounds_take_turns_after_a_warm_up() -> None:
    done: list[str] = []
    in_turns({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 2)
    assert done == ["a", "b", "a", "b", "b", "a"]


def test_percentiles_lie_between_what_was_measured() -> None:
    assert percentiles([7.0]) == (7.0, 7.0)
    p50, p95 = percentiles([float(n) for n in range(1, 101)])
    assert (p50, p95) == (pytest.approx(50.5), pytest.approx(95.05))
