"""Who gets what of an issued report: its files, its title, what today's data say; and what the public check answers.

Phú Sơn, 2022: a house of 60 million for K’Lũ, and a wheelchair that nobody put a value on.
"""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from movements.models import Portal
from reports.editions import issuing, verifying
from reports.models import Edition, Report
from tests.reports.documents import said
from tests.reports.issues import frozen, issuer_of, order, signed
from tests.targets.pages import as_

NAMES = {"kind": "danh-sach", "subject": "area", "code": "phu-son", "audience": "internal"}
YEAR = {"subject": "area", "code": "phu-son"}


@pytest.fixture
def issued(cast: Any) -> Any:
    """One public report of the year, one list of names, which is internal."""
    cache.clear()
    cast.klu = cast.make_household(head="K’Lũ")
    cast.approve(cast.make_support(recipients=[{"household": cast.klu}]))
    cast.approve(
        cast.make_support(
            form="goods", description="Xe lăn cho anh K’Lũ", contributions=[], recipients=[{"household": cast.klu}],
            items=[{"name": "Xe lăn", "quantity": "1", "unit": "chiếc"}],
        )
    )  # fmt: skip
    cast.issuer = issuer_of(cast)
    cast.year = frozen(cast, signed(cast, cast.issuer, **YEAR), 8)
    cast.names = frozen(cast, signed(cast, cast.issuer, **NAMES, title="Danh sách của Phú Sơn"), 9)
    return cast


def file_of(edition: Edition) -> str:
    return f"/bao-cao/ban-hanh/{edition.pk}/tep/json/"


def sent(client: Client, edition: Edition, **data: str) -> str:
    content = bytes(edition.files.get().content)
    return client.post("/xac-minh/", {"tep": SimpleUploadedFile("so-lieu.json", content), **data}).content.decode()


@pytest.mark.once
def test_a_right_to_names_elsewhere_opens_no_list_here(issued: Any) -> None:
    """The board reads reports of the whole district, the officer of Mê Linh names there: both in one person."""
    both = issued.make_user("kiemnhiem")
    issued.assign(both, "mobilisation_board", issued.lam_ha)
    assert as_(both).get(file_of(issued.names)).status_code == 403
    issued.assign(both, "commune_officer", issued.me_linh)
    both = issued.fresh(both)
    refused = as_(both).get(file_of(issued.names))
    assert refused.status_code == 403 and "K’Lũ" not in refused.content.decode()
    page = as_(both).get(issued.names.get_absolute_url()).content.decode()
    assert "K’Lũ" not in page and file_of(issued.names) not in page
    assert verifying.today(both, issued.names, Portal.current()) is None
    assert "K’Lũ" in as_(issued.mttq).get(file_of(issued.names)).content.decode()


@pytest.mark.once
def test_who_sees_no_records_is_not_told_of_them_by_comparing(issued: Any) -> None:
    """The board's figures are sums; the issue names the record, so every row would differ, and be read so."""
    board = issued.bandanvan
    assert verifying.may_read(board, issued.year) and verifying.may_open(board, issued.year)
    assert verifying.today(board, issued.year, Portal.current()) is None
    page = as_(board).get(f"/xac-minh/?ma={issued.year.code}").content.decode()
    assert issued.year.symbol in page and "Xe lăn" not in page and "Nếu tính hôm nay" not in page
    assert verifying.today(issued.mttq, issued.year, Portal.current()) == verifying.Today(figures=[], records=[])


@pytest.mark.once
def test_a_public_issue_tells_of_no_illness_and_names_nobody_who_received(issued: Any) -> None:
    """The wheelchair stands there by its form and in every sum; what an officer typed, of whom and why, does not."""
    dear = {"campaign": None, "form": "gift", "contributions": [], "households": None}
    person = [{"kind": "person", "name": "Trần Thị Bưởi"}]
    issued.approve(issued.make_support(**dear, description="Quà cho chị Tran thi Buoi", recipients=person))
    issued.approve(issued.make_support(**dear, description="Quà Tết", note="Bị bệnh nặng", recipients=person))
    issued.approve(issued.make_support(**dear, description="Quà Trung thu", recipients=person))
    for audience, secret in (("public", False), ("internal", True)):
        report = signed(issued, issued.issuer, **YEAR, audience=audience)
        edition, document = issuing._composed(issued.mttq_truong, report, order(20))
        paper = said(document)
        for text in (edition.summary, json.dumps(edition.records, ensure_ascii=False), paper):
            plain = text.replace("\u00a0", " ")
            assert [word in plain for word in ("Xe lăn cho", "Buoi")] == [secret] * 2
        assert ("Bị bệnh nặng" in paper) == secret and "Quà Trung thu" in paper and "Xây nhà Đại đoàn kết" in paper
        told = json.loads(edition.summary)
        assert (told["totals"]["supports"], len(edition.records)) == (5, 5)
    page = as_(issued.mttq).get(issued.year.report.get_absolute_url()).content.decode()
    assert "Xe lăn cho" not in page, "words for the public begin from what the public is told"


@pytest.mark.once
def test_an_issue_anew_of_the_same_figures_is_verified_as_itself(client: Client, issued: Any) -> None:
    """Nothing had changed: both issues carry the same data, byte for byte."""
    report = Report.objects.get(pk=issued.year.report_id)
    anew = frozen(issued, report, 10, replaces=issued.year)
    assert bytes(anew.files.get().content) == bytes(issued.year.files.get().content)
    for edition in (issued.year, anew):
        page = sent(client, edition, ma=edition.code)
        assert "Đúng bản đã ban hành" in page and edition.symbol in page
    assert "Đang dùng" in sent(client, anew), "without a code the one that stands is named"
    assert "không phải bản đã ban hành" in sent(client, anew, ma=issued.names.code)


@pytest.mark.once
def test_the_public_is_told_no_title_of_an_internal_issue(client: Client, issued: Any) -> None:
    page = client.get("/xac-minh/", {"ma": issued.names.code})
    assert issued.names.symbol in page.content.decode() and "no-store" in page["Cache-Control"]
    assert issued.names.title not in page.content.decode() and "Phú Sơn" not in page.content.decode()
    assert issued.year.title in client.get("/xac-minh/", {"ma": issued.year.code}).content.decode()
    assert issued.names.title in as_(issued.mttq).get(f"/xac-minh/?ma={issued.names.code}").content.decode()


@pytest.mark.once
def test_one_visitor_behind_the_proxy_does_not_make_the_others_wait(client: Client, issued: Any) -> None:
    """The proxy on this machine says who asks; what a visitor writes before it, or from elsewhere, is not believed."""

    def miss(told: str, direct: str = "127.0.0.1") -> int:
        return client.get("/xac-minh/?ma=ABCD-EFGH-JKLM", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=told).status_code

    assert {miss(f"192.0.2.{n}, 203.0.113.5") for n in range(30)} == {404}
    assert miss("192.0.2.99, 203.0.113.5") == 429 and miss("203.0.113.6") == 404
    assert {miss(f"203.0.113.{n}", "198.51.100.1") for n in range(30)} == {404}
    assert miss("203.0.113.99", "198.51.100.1") == 429
