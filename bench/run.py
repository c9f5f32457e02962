"""Print the tables of `make bench`. Nothing is asserted about seconds; it fails only when it cannot run.

    .venv/bin/python bench/run.py [--quick] [--only TOPIC …]

Topics: dashboard, lists, households, reports, files, saves, bulk, imports, readers.
Everything happens in a folder that is thrown away.
"""

import argparse
import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path

# A script's own folder stands first on its path; the project's root belongs there.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench import base  # noqa: E402
from bench.machine import described  # noqa: E402

TOPICS = ("dashboard", "lists", "households", "reports", "files", "saves", "bulk", "imports", "readers")


def main() -> int:
    parser = argparse.ArgumentParser(description="The benchmark tables.")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: whether it runs, not how fast")
    parser.add_argument("--only", nargs="+", choices=TOPICS, default=TOPICS, help="some of the topics")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as name:
        return measure(Path(name), base.QUICK if options.quick else base.FULL, options.only)


def measure(folder: Path, sizes: base.Sizes, topics: tuple[str, ...]) -> int:
    """Every topic's tables as soon as they are measured; 1 when a topic could not be measured."""
    print(described(), flush=True)
    began = time.perf_counter()
    base.set_up(folder, f"sqlite:///{folder / 'small.sqlite3'}", migrations=not sizes.quick)
    ground = base.prepare(folder, sizes)
    print(
        f"Databases: {ground.name(ground.small)} by manage.py demo's own steps, and {ground.name(ground.large)}: the "
        f"same and copies past the door\n(triggers off meanwhile, effect rows rebuilt). "
        f"Made in {time.perf_counter() - began:.0f} s."
    )
    code = 0
    for topic in topics:
        base.use(ground.small)
        try:
            tables = importlib.import_module(f"bench.{topic}").measure(ground)
        except Exception:
            traceback.print_exc()
            print(f"\n{topic}: could not be measured", file=sys.stderr)
            code = 1
            continue
        for table in tables:
            print(f"\n{table.text()}", flush=True)
    print(f"\n{time.perf_counter() - began:.0f} s in all.")
    return code


if __name__ == "__main__":
    sys.exit(main())
