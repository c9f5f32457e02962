"""A report that waits to be issued, and one that was: made once for all tests of a module."""

import datetime
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from beneficiaries.models import Support
from danvan.records import services
from movements.models import Portal
from reports.composing import summary_of
from reports.editions import edition_records, issuing
from reports.editions.issue_rules import Order
from reports.models import Edition, EditionFile, Issuer, Report
from reports.renderers import json as json_renderer
from reports.summaries.audience import for_audience
from reports.summaries.summarize_reader import Reader
from tests import cast as people

DAY = datetime.date(2023, 2, 20)
DIGITS = str.maketrans("01", "XY")  # no code has them


def issuer_of(cast: Any) -> Issuer:
    """The standing board of the Front of Lâm Hà."""
    return Issuer.objects.create(
        name="Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà", form="front", organization=cast.mttq_huyen,
        area=cast.lam_ha, superior="Ủy ban MTTQ Việt Nam\nhuyện Lâm Hà", issuer="Ban Thường trực",
        symbol="BC-MTTQ-BTT", place="Lâm Hà", authority="TM. Ban Thường trực", post="Chủ tịch",
        recipients="Lưu: VT, BTT",
    )  # fmt: skip


def signed(cast: Any, issuer: Issuer, **changes: Any) -> Report:
    """The report of the campaign Pretieng in 2022, signed off by the Front's chair."""
    return Report.objects.create(
        **{
            "kind": "tong-hop", "subject": "campaign", "code": "pretieng-2022", "period": "2022",
            "title": "Kết quả Đợt công tác dân vận Pretieng năm 2022", "issuer": issuer, "status": "signed",
            "created_by": cast.mttq, "checked_by": cast.mttq_2, "signed_by": cast.mttq_truong, **changes,
        }
    )  # fmt: skip


def order(number: int = 9, dated: datetime.date = DAY, **changes: Any) -> Order:
    return Order(
        **{"number": number, "dated": dated, "signer": "Hoàng Văn Ích", "site": "https://danvan.example.vn", **changes}
    )


def frozen(cast: Any, report: Report, number: int, **changes: Any) -> Edition:
    """An issue as it is kept, of what the system counts today, with a JSON alone and without any paper."""
    summary = for_audience(summary_of(report.asked, Reader.system(), Portal.current()), report.audience)
    text = json_renderer.render(summary)
    values = {
        "report": report, "issuer": report.issuer, "year": 2023, "number": number, "symbol": f"{number}/BC-MTTQ-BTT",
        "dated": DAY, "signer": "Hoàng Văn Ích", "title": report.title,
        "code": f"ABCDEFGHJK{number:02d}".translate(DIGITS),
        "asked": asdict(report.asked), "summary": text, "records": edition_records.rows_of(summary),
        "audience": report.audience, "area": cast.phu_son, "data_version": 1, "journal_head": "1:0",
        "issued_by": cast.mttq_truong,
    }  # fmt: skip
    edition = Edition.objects.create(**{**values, **changes})
    digest = sha256(edition.summary.encode()).hexdigest()
    EditionFile.objects.create(edition=edition, extension="json", content=edition.summary.encode(), sha256=digest)
    return edition


def lay_issued() -> people.Cast:
    """The cast with a house of 60 million, a gift of 7 and a loan of 50 in Pretieng, and their report issued as 09."""
    cast = people.assemble()
    cast.pretieng.areas.set([cast.phu_son])
    cast.house = cast.approve(cast.make_support())
    cast.gift = cast.approve(
        cast.make_support(
            form="gift", description="Quà Tết", items=[{"quantity": "70", "unit": "phần"}],
            contributions=[{"source": cast.tu_van_dong.pk, "amount_vnd": 7_000_000}],
        )
    )  # fmt: skip
    cast.loan = cast.approve(services.create(cast.hoinongdan, Support, cast.loan_data()))
    cast.report = signed(cast, issuer_of(cast))
    cast.edition = issuing.issue(cast.mttq_truong, cast.report, order())
    return cast
