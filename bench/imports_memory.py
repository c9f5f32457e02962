"""python -m bench.imports_memory FOLDER FILE store|check|read|bulk ROWS: MB at the work's height, on DATABASE_URL."""

import json
import os
import sys
from pathlib import Path

from bench import base


def main() -> None:
    folder, file, work, rows = sys.argv[1:5]
    base.set_up(Path(folder), os.environ["DATABASE_URL"])
    from bench.imports import grown

    print(json.dumps(grown(Path(file), work, int(rows))))


if __name__ == "__main__":
    main()
