"""manage.py annual_summary: the year's figures of a campaign, an area, an organisation or the whole portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from movements.models import Portal
from reports.asked import Asked
from reports.composing import document_of, own_letterhead, summary_of
from reports.outputs import OUTPUTS, Unavailable
from reports.summarize import UnknownSubject
from reports.summarize_reader import Reader
from reports.summary import ScopeType

SCOPES: tuple[ScopeType, ...] = ("campaign", "area", "organization")


class Command(BaseCommand):
    """Prints to the terminal, or writes the file named by --output. Exit 1 with a message for an unknown code."""

    help = "Số liệu tổng hợp của một năm: toàn cổng, hoặc một đợt, một địa bàn, một tổ chức."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of design.md §6."""
        parser.add_argument("--year", type=int, required=True, help="năm của số liệu")
        scope = parser.add_mutually_exclusive_group()
        scope.add_argument("--campaign", metavar="CODE", help="mã đợt (gồm các chương trình của đợt)")
        scope.add_argument("--area", metavar="CODE", help="mã địa bàn (gồm các địa bàn trực thuộc)")
        scope.add_argument("--organization", metavar="CODE", help="mã tổ chức (đơn vị thực hiện)")
        parser.add_argument("--format", choices=sorted(OUTPUTS), default="json", help="dạng kết quả, mặc định json")
        parser.add_argument("--output", metavar="FILE", help="tệp để ghi, mặc định in ra màn hình")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything as the system itself: whoever runs commands holds the database."""
        if not 1990 <= options["year"] <= 2100:
            raise CommandError("Năm phải trong khoảng 1990–2100.")
        scope: ScopeType = next((name for name in SCOPES if options[name] is not None), "portal")
        asked = Asked(scope=scope, code=options.get(scope), period=str(options["year"]))
        output = OUTPUTS[options["format"]]
        try:
            summary = summary_of(asked, Reader.system(), Portal.current())
            content = output.make(summary, document_of(asked, summary, issuer=own_letterhead(summary)))
        except (UnknownSubject, Unavailable) as error:
            raise CommandError(str(error)) from error
        if options["output"]:
            try:
                Path(options["output"]).write_bytes(content)
            except OSError as error:
                raise CommandError(f"Không ghi được tệp “{options['output']}”: {error.strerror}.") from error
        elif output.binary:
            stream = getattr(self.stdout._out, "buffer", None)
            if stream is None:
                raise CommandError("Dạng này là tệp nhị phân, hãy ghi ra tệp bằng --output.")
            stream.write(content)
            stream.flush()
        else:
            self.stdout.write(content.decode(), ending="")
