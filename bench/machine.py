"""What the figures were measured on: absolutes are this machine's, ratios hold elsewhere."""

import os
import platform
import sqlite3


def described() -> str:
    """One line: processors, how busy they are already, versions."""
    busy = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors, load {busy:.1f} at the start, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}. Medians of rounds that take turns."
    )
