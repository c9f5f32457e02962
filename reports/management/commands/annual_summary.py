"""manage.py annual_summary: the figures of a campaign, a movement, an area, an organisation or the whole portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from movements.models import Portal
from reports.asked import DEFAULT_KIND, FIRST_YEAR, LAST_YEAR, Asked, BadAddress
from reports.composing import document_of, own_letterhead, summary_of
from reports.files.outputs import OUTPUTS, Unavailable
from reports.kinds import KINDS
from reports.summaries.summarize import UnknownSubject
from reports.summaries.summarize_reader import Reader
from reports.summaries.summarize_subject import PARAMETERS
from reports.summary import ScopeType

SCOPES: tuple[ScopeType, ...] = ("campaign", "movement", "area", "organization")


class Command(BaseCommand):
    """Prints to the terminal, or writes the file named by --output. Exit 1 with a message for an unknown code."""

    help = "Số liệu tổng hợp của một năm hay một kỳ: toàn cổng, hoặc một đợt, phong trào, địa bàn, tổ chức."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of design.md §6."""
        time = parser.add_mutually_exclusive_group(required=True)
        time.add_argument("--year", type=int, help="năm của số liệu")
        time.add_argument("--period", metavar="CODE", help="kỳ: 2022-Q1, 2022-H1, 2022-9T, 2021-2025, mã kỳ báo cáo")
        parser.add_argument("--kind", metavar="KEY", choices=sorted(KINDS), default=DEFAULT_KIND, help="loại báo cáo")
        scope = parser.add_mutually_exclusive_group()
        scope.add_argument("--campaign", metavar="CODE", help="mã đợt (gồm các chương trình của đợt)")
        scope.add_argument("--movement", metavar="CODE", help="mã phong trào (gồm các đợt của phong trào)")
        scope.add_argument("--area", metavar="CODE", help="mã địa bàn (gồm các địa bàn trực thuộc)")
        scope.add_argument("--organization", metavar="CODE", help="mã tổ chức (đơn vị thực hiện)")
        parser.add_argument("--format", choices=sorted(OUTPUTS), default="json", help="dạng kết quả, mặc định json")
        parser.add_argument("--output", metavar="FILE", help="tệp để ghi, mặc định in ra màn hình")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything as the system itself: whoever runs commands holds the database."""
        asked = _asked(options)
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


def _asked(options: dict[str, Any]) -> Asked:
    """The same rules as for an address of the pages."""
    scope: ScopeType = next((name for name in SCOPES if options[name] is not None), "portal")
    year = options["year"]
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise CommandError(f"Năm phải trong khoảng {FIRST_YEAR}–{LAST_YEAR}.")
    given = {"ky": str(options["period"] or year), "loai": options["kind"]}
    if scope in PARAMETERS:
        given[PARAMETERS[scope]] = options[scope]
    try:
        return Asked.from_parameters(given)
    except BadAddress as error:
        raise CommandError(str(error)) from error
