"""manage.py check_figures: what the figures of a text contradict, as JSON (design.md §6)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from danvan.lib.checker import MAX_CHARS, year_of
from movements.models import Campaign
from reports.checking.figure_checks import findings
from reports.summaries.summarize import UnknownSubject, summarize_all
from reports.summary import Summary


class Command(BaseCommand):
    """Prints the findings. Exit 0 with none, 1 with some; an unreadable file or an unknown code is an error (2)."""

    help = "Kiểm tra số liệu trong một văn bản tiếng Việt; với --campaign, --year thì so cả với số liệu của cổng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of design.md §6."""
        parser.add_argument("file", metavar="FILE", help="tệp văn bản UTF-8, hoặc - để đọc từ đầu vào chuẩn")
        parser.add_argument("--campaign", metavar="CODE", help="so với số liệu của đợt này")
        parser.add_argument("--year", type=int, help="năm của văn bản; so với số liệu của năm")

    def handle(self, *args: Any, **options: Any) -> None:
        """Whoever runs commands holds the database: the data are read whole."""
        text = _read(options["file"])
        year: int | None = options["year"]
        if year is not None and not 1990 <= year <= 2100:
            raise CommandError("Năm phải trong khoảng 1990–2100.", returncode=2)
        found = findings(text, self._summary(text, options["campaign"], year), year)
        content = json.dumps({"findings": [item.as_json() for item in found]}, ensure_ascii=False, indent=2)
        self.stdout.write(content)
        if found:
            sys.exit(1)

    def _summary(self, text: str, campaign: str | None, year: int | None) -> Summary | None:
        if campaign is None and year is None:
            return None
        if campaign and year is None:
            held = Campaign.objects.filter(code=campaign).first()
            year = year_of(text) or (held.start.year if held and held.start else timezone.localdate().year)
        assert year is not None  # noqa: S101 - given, or found just now
        try:
            return summarize_all(year=year, campaign=campaign)
        except UnknownSubject as error:
            raise CommandError(str(error), returncode=2) from error


def _read(name: str) -> str:
    limit = 4 * MAX_CHARS + 1
    try:
        content = sys.stdin.buffer.read(limit) if name == "-" else Path(name).read_bytes()[:limit]
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được “{name}”: cần tệp văn bản UTF-8.", returncode=2) from error
    if len(text) > MAX_CHARS:
        raise CommandError(f"Văn bản dài quá {MAX_CHARS} ký tự.", returncode=2)
    return text
