"""The pages of a model's life: one form registers, each step asks on its page, refusals are read in words."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beneficiaries.models import Participation
from danvan.records import periods
from danvan.records.models import Status
from models_programs import life
from models_programs.models import ModelYear, ScoreSheet
from tests.cast import Cast
from tests.movements.pages import as_, text


def test_one_page_registers_a_model_and_its_first_year_then_the_next_year(cast: Cast) -> None:
    client = as_(cast.canbo_phuson)
    typed = {
        "name": "Tổ tự quản đường hoa", "type": "collective", "field": cast.kinh_te.pk, "address": "Pretieng 1",
        "organization": cast.mttq_phu_son.pk, "area": cast.phu_son.pk, "year": "2022", "difficulty": "Rác ven đường",
        "forces": "Già làng K’Brèm", "partners": [cast.hoi_phu_nu.pk], "goals": "2 km đường hoa",
        "start": "01/03/2022", "end": "15/12/2022", "luu": "gui", "key": "7b7f0b0e-5a3c-4a53-9f0d-0c5f6f6f0a01",
    }  # fmt: skip
    missing = client.post("/mo-hinh/dang-ky/", {**typed, "name": "", "end": "31/12/2021"})
    assert missing.status_code == 422
    assert "Hãy ghi tên, hoặc chọn mô hình đã có." in text(missing)
    for _ in range(2):  # the same form twice is one model and one year
        answer = client.post("/mo-hinh/dang-ky/", typed)
        assert answer.status_code == 302, text(answer)
    year = ModelYear.objects.get()
    assert (year.status, year.model.name, year.model.address) == (
        Status.SUBMITTED,
        "Tổ tự quản đường hoa",
        "Pretieng 1",
    )
    assert [str(day) for day in (year.start, year.end)] == ["2022-03-01", "2022-12-15"]
    again = client.post("/mo-hinh/dang-ky/", {**typed, "key": ""})
    assert "đã có mô hình cùng tên" in text(again)
    shown = text(client.get(f"/mo-hinh/dang-ky/?model={year.model.pk}"))
    assert "Rác ven đường" in shown
    assert '<input type="text" name="year" value="2023"' in shown
    assert as_(cast.bandanvan).get("/mo-hinh/dang-ky/").status_code == 403


def test_a_year_is_walked_on_its_pages(cast: Cast) -> None:
    sheet = ScoreSheet.objects.create(name="Phiếu tập thể", year=2022)
    one = sheet.criteria.create(name="Kết quả", maximum="60")
    cast.year = cast.approve(cast.record_of("model_year", recognitions=[], awards=[], replications=[]))
    address = cast.year.get_absolute_url()
    officer, board, chair = as_(cast.canbo_phuson), as_(cast.bandanvan), as_(cast.mttq_truong)

    def post(client: Any, path: str, **data: Any) -> Any:
        return client.post(f"{address}{path}/", data)

    def take(client: Any, step: str, **data: Any) -> Any:
        """The step's form, filled as it was opened."""
        page = client.get(f"{address}vong-doi/{step}/")
        return post(client, f"vong-doi/{step}", **dict(page.context["hidden"]), **data)

    assert post(officer, "ghi-nhat-ky", date="5/3/2022", words="Phát cây giống").status_code == 302
    asked = post(officer, "ghi-ket-qua", date="5/3/2022", what="Trồng dâu", quantity="1,060", unit="ha")
    assert asked.status_code == 422
    assert post(officer, "ghi-ket-qua", date="5/3/2022", what="Trồng dâu", quantity="1,5", unit="ha").status_code == 302
    assert post(board, "ghi-nhat-ky", date="5/3/2022", words="x").status_code == 403
    wrong = take(officer, "tu-danh-gia", **{f"score-{one.pk}": "61", "phieu": sheet.pk})
    assert "Điểm từ 0 đến 60." in text(wrong)
    assert 'value="61"' in text(wrong)
    scored = {f"score-{one.pk}": "55,5", f"words-{one.pk}": "Biên bản số 3", "phieu": sheet.pk, "last": "0"}
    late = post(officer, "vong-doi/tu-danh-gia", **scored)
    assert late.status_code == 409  # the note started the year's running meanwhile
    assert "vừa ghi “Bắt đầu triển khai”" in text(late)
    page = officer.get(f"{address}vong-doi/tu-danh-gia/")
    hidden = dict(page.context["hidden"])
    for _ in range(2):
        assert post(officer, "vong-doi/tu-danh-gia", **scored | hidden).status_code == 302
    for client, words in ((officer, "thuộc Ban Dân vận"), (as_(cast.chutich_phuson), "thuộc Ban Dân vận")):
        refused = client.get(f"{address}vong-doi/tham-dinh/")
        assert refused.status_code == 403
        assert words in text(refused)
    page = board.get(f"{address}vong-doi/tham-dinh/")
    assert "Biên bản số 3" in text(page)
    given = {f"score-{one.pk}": "50", "words": "Đạt", "proposed": "co"}
    assert take(board, "tham-dinh", **given).status_code == 302
    assert "quyết định trên kết quả thẩm định do người khác ghi" in text(board.get(f"{address}vong-doi/cong-nhan/"))
    decided = {"level": "district", "decision": "31/QĐ-BCĐ", "date": "16/11/2022", "body": "Ban Chỉ đạo"}
    assert take(chair, "cong-nhan", **decided).status_code == 302
    shown = text(officer.get(address))
    for words in ("Đang ở: Công nhận", "Phát cây giống", "1,5", "55,5", "31/QĐ-BCĐ", "Chuyển tiếp sang năm sau"):
        assert words in shown, words
    assert as_(cast.canbo_melinh).get(f"{address}vong-doi/nhan-rong/").status_code == 404

    moved = {"area": cast.me_linh.pk, "date": "01/12/2022"}
    assert take(officer, "nhan-rong", **moved).status_code == 302
    neighbour = as_(cast.canbo_melinh)
    assert "Chờ nhận nhân rộng: 1" in text(neighbour.get("/mo-hinh/"))
    offer = life.offers(cast.canbo_melinh).get()
    form = neighbour.get(f"/mo-hinh/dang-ky/?nhan={offer.pk}")
    assert "Nhân rộng từ “Trồng dâu nuôi tằm”" in text(form)
    assert as_(cast.canbo_phuson).get(f"/mo-hinh/dang-ky/?nhan={offer.pk}").status_code == 404
    taken = neighbour.post(f"/mo-hinh/dang-ky/?nhan={offer.pk}", {
        "name": "Trồng dâu nuôi tằm", "type": "collective", "field": cast.kinh_te.pk, "area": cast.me_linh.pk,
        "organization": cast.mttq_me_linh.pk, "year": "2022", "luu": "nhap",
    })  # fmt: skip
    assert taken.status_code == 302, text(taken)
    child = ModelYear.objects.get(area=cast.me_linh)
    assert child.model.replicated_from == cast.mo_hinh
    assert cast.year.replications.get().child == child.model
    assert not life.offers(cast.fresh(cast.canbo_melinh)).exists()


def test_the_page_of_an_assessed_year_is_read_by_all_who_see_it(cast: Cast) -> None:
    sheet = ScoreSheet.objects.create(name="Phiếu tập thể", year=2022)
    one = sheet.criteria.create(name="Kết quả", maximum="60")
    year = cast.approve(cast.record_of("model_year", recognitions=[], awards=[], replications=[]))
    life.self_assess(cast.canbo_phuson, year, sheet=sheet, scores={one.pk: (Decimal(50), "Biên bản")})
    closing = periods.close(cast.mttq, cast.lam_ha, datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
    until = timezone.now() + datetime.timedelta(days=3)
    periods.grant_exception(cast.mttq, closing, cast.canbo_phuson, until, reason="Bổ sung")
    cast.assign(cast.mttq, "mobilisation_board", cast.lam_ha, delegated_by=cast.bandanvan)
    for reader, words in (
        (cast.mttq, "vong-doi/tham-dinh/"),
        (cast.canbo_phuson, "“Thẩm định” thuộc Ban Dân vận"), (cast.bandanvan, "vong-doi/tham-dinh/"),
        (cast.mttq_truong, "Thu lại"), (cast.lanhdao, "Minh chứng: Biên bản"),
    ):  # fmt: skip
        client = as_(reader)
        with CaptureQueriesContext(connection) as queries:
            assert words in text(client.get(year.get_absolute_url())), reader
        assert len(queries) <= 2 + 12, [query["sql"][:90] for query in queries]  # session and user apart


def test_a_model_s_page_tells_its_decisions_year_by_year(cast: Cast) -> None:
    """2022: recognised, praised, taken up in Mê Linh, as registered; 2023: exemplary, and praised for three years."""
    cast.approve(cast.record_of("model_year"))
    later = {"level": "province", "decision": "77/QĐ-TU", "date": datetime.date(2023, 11, 20), "body": "Tỉnh ủy"}
    cast.approve(
        cast.record_of(
            "model_year",
            year=2023,
            recognitions=[{**later, "exemplary": True}],
            replications=[],
            awards=[{**later, "title": "Bằng khen", "start_year": 2021, "end_year": 2023}],
        )
    )
    waiting = cast.submit(cast.record_of("model_year", year=2024))
    client = as_(cast.canbo_phuson)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(cast.mo_hinh.get_absolute_url())
    assert len(queries) <= 2 + 12, [query["sql"][:90] for query in queries]  # session and user apart
    assert [(year.year, one.title, one.level, one.number, one.body) for year, one in answer.context["decided"]] == [
        (2022, "Công nhận", "cấp huyện", "12/QĐ-UBND", "UBND huyện"),
        (2022, "Giấy khen", "cấp huyện", "12/QĐ-UBND", "UBND huyện"), (2022, "Nhân rộng", "", "", "xã Mê Linh"),
        (2023, "Tiêu biểu", "cấp tỉnh", "77/QĐ-TU", "Tỉnh ủy"),
        (2023, "Bằng khen, giai đoạn 2021–2023", "cấp tỉnh", "77/QĐ-TU", "Tỉnh ủy"),
    ], "none of the year that waits"  # fmt: skip
    assert waiting.year == 2024 and "77/QĐ-TU" in text(answer)
    assert as_(cast.canbo_melinh).get(cast.mo_hinh.get_absolute_url()).status_code == 404


def test_households_join_by_list_and_who_sees_none_sees_how_many(cast: Cast) -> None:
    year = cast.approve(cast.record_of("model_year"))
    one, two = (cast.approve(cast.make_household(head=head)) for head in ("K’Brèm", "K’Lũ"))
    address = f"{year.get_absolute_url()}ho-tham-gia/"
    officer = as_(cast.canbo_phuson)
    assert "K’Lũ" in text(officer.get(address))
    sent = {"ho": [one.pk], f"kq-{two.pk}": "0,75", "unit": "ha", "start_year": "2022"}
    asked = officer.post(address, {**sent, f"kq-{two.pk}": "0.75"})
    assert asked.status_code == 422
    assert 'value="0.75"' in text(asked)
    assert officer.post(address, sent).status_code == 302
    assert {(p.household.head, p.result) for p in Participation.objects.all()} == {
        ("K’Brèm", None), ("K’Lũ", Decimal("0.75")),
    }  # fmt: skip
    assert "Không có hộ nào để thêm" in text(officer.get(address))
    for who in (cast.bandanvan, cast.hoiphunu, cast.lanhdao):
        assert as_(who).get(address).status_code == 403
    board = text(as_(cast.bandanvan).get(year.get_absolute_url()))
    assert "<dt>1 hộ</dt><dd>0,75 ha</dd>" in board
    assert "K’Lũ" not in board
    listed = text(as_(cast.mttq).get(f"/ho/?tham-gia=2022.mo-hinh.{cast.mo_hinh.pk}"))
    assert "K’Lũ" in listed
    assert as_(cast.canbo_melinh).get(address).status_code == 404


def test_a_sheet_that_scores_were_given_on_keeps_its_criteria(cast: Cast) -> None:
    sheet = ScoreSheet.objects.create(name="Phiếu tập thể", year=2022)
    one = sheet.criteria.create(name="Kết quả", maximum="60")
    year = cast.approve(cast.record_of("model_year"))
    life.self_assess(cast.canbo_phuson, year, sheet=sheet, scores={one.pk: (Decimal(50), "")})
    typed = {"name": "Phiếu tập thể", "year": "2022", "pass_score": "40", "criteria-TOTAL_FORMS": "1",
             "criteria-INITIAL_FORMS": "1", "criteria-0-name": "Kết quả", "version": "1"}  # fmt: skip
    board, address = as_(cast.bandanvan), f"/phieu-cham/{sheet.pk}/sua/"
    refused = board.post(address, {**typed, "criteria-0-maximum": "100"})
    assert refused.status_code == 422
    assert "lập phiếu mới" in text(refused)
    assert board.post(address, {**typed, "criteria-0-maximum": "60"}).status_code == 302
