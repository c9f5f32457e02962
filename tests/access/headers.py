"""The headers that every answer carries, errors and files too."""

from typing import Any

from tests.access.visitors import Answer


def header_faults(case: Any, answer: Answer) -> list[str]:
    if answer.response is None:
        return []
    headers, found = answer.response.headers, []
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy:
        found.append(f"CSP is “{policy}”")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("no nosniff")
    if headers.get("X-Frame-Options") != "DENY":
        found.append("may be framed")
    cache = headers.get("Cache-Control", "")
    # What a browser may keep: a number read back, and a thumbnail that it asks about each time (no-cache).
    kept = case.route.name == "read_back" or (case.route.name.endswith(":thumbnail") and "no-cache" in cache)
    if "no-store" not in cache and not (kept and "private" in cache):
        found.append(f"may be kept: “{cache}”")
    if headers.get("Referrer-Policy") != "same-origin":
        found.append("tells others where it came from")
    return [f"{case}: {answer.status}: {fault}" for fault in found]
