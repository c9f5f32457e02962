"""The JSON of `annual_summary`: the Summary itself, no report needed."""

import json

from reports.building.clean import clean
from reports.summary import Summary, to_json

CONTENT_TYPE = "application/json; charset=utf-8"


def render(summary: Summary) -> str:
    """UTF-8 text, Vietnamese letters as they are, keys in the fixed order, a line break at the end."""
    return json.dumps(to_json(clean(summary)), ensure_ascii=False, indent=2) + "\n"
