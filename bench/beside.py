"""A module of the benchmark beside a throw-away PostgreSQL."""

import json
import os
import subprocess
import sys
from typing import Any

from bench.base import ROOT, Ground


def beside_postgres(ground: Ground, module: str, *arguments: str) -> Any | str:
    """What the module prints as JSON beside a throw-away cluster, or why there is none."""
    if ground.sizes.quick:
        return "PostgreSQL left out of a quick run"
    script = ROOT / "deploy" / "with-postgres.sh"
    known = subprocess.run([script, "--bindir"], capture_output=True, text=True)
    if known.returncode:
        return f"PostgreSQL left out: {known.stderr.strip()}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MEDIA_ROOT": str(ground.folder / "media")}
    answer = subprocess.run(
        [script, sys.executable, "-m", module, *arguments, str(ground.folder)], capture_output=True, text=True,
        cwd=ROOT, env=environment,
    )  # fmt: skip
    if answer.returncode:
        return f"PostgreSQL left out: {(answer.stderr.strip().splitlines() or ['no cluster'])[-1]}"
    return json.loads(answer.stdout.splitlines()[-1])
