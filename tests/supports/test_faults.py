"""Bad input answers at its field, in words that help, and keeps what was typed; nothing is stored."""

import pytest
from django.utils.html import escape

from beneficiaries.models import Support
from tests.supports.pages import NEW, as_, lines, loan, posted
from tests.unchanged import everything


def money(cast, text, **more):
    return lines("contributions", {"source": cast.quy_tinh.pk, "manner": "cash", "amount_vnd": text, **more})


# what is posted, the field that answers (relation.index.field or field), words of the answer, what must still stand
FAULTS = {
    "negative money": (lambda c: money(c, "-5 triệu"), "contributions.0.amount_vnd", "âm", "-5 triệu"),
    "no money": (lambda c: money(c, "0"), "contributions.0.amount_vnd", "để trống", "0"),
    "a qualifier": (lambda c: money(c, "gần 2 tỷ"), "contributions.0.amount_vnd", "chính xác", "gần 2 tỷ"),
    "two readings": (lambda c: money(c, "60,000.000"), "contributions.0.amount_vnd", "hai cách", "60,000.000"),
    "an amount without a source": (
        lambda c: money(c, "5 triệu", source=""), "contributions.0.source", "chọn nguồn", "5 triệu",
    ),
    "an unknown source": (lambda c: money(c, "7 triệu", source="999999"), "contributions.0.source", "nguồn", "7 triệu"),
    "no such date": (lambda c: {"date": "32/13/2022"}, "date", "32/13/2022", "32/13/2022"),
    "no date": (lambda c: {"date": ""}, "date", "ghi ngày", "Xây nhà cho hộ nghèo"),
    "an unknown hamlet": (lambda c: {"hamlets": "Preting 1"}, "hamlets", "Ý bạn là “Pretieng 1”", "Preting 1"),
    "a hamlet of another commune": (lambda c: {"hamlets": "Ea Sup"}, "hamlets", "không có thôn", "Ea Sup"),
    "an unknown place": (lambda c: {"area": "999999"}, "area", "phạm vi", "Xây nhà cho hộ nghèo"),
    "a foreign place": (lambda c: {"area": c.me_linh.pk}, "area", "phạm vi", "Xây nhà cho hộ nghèo"),
    "a foreign organisation": (
        lambda c: {"organization": c.mttq_me_linh.pk}, "organization", "phạm vi", "Xây nhà cho hộ nghèo",
    ),
    "a place that is no more": (
        lambda c: {"date": "30/05/2026", "hamlets": ""}, "area", "xã Phú Sơn Lâm Hà", "30/05/2026",
    ),
    "an over-long text": (lambda c: {"description": "x" * 301}, "description", "301", "x" * 301),
    "an over-long note": (lambda c: {"note": "y" * 2001}, "note", "2001", "y" * 2001),
    "a count in words": (lambda c: {"households": "hai mươi"}, "households", "hai mươi", "hai mươi"),
    "a thing without a unit": (
        lambda c: lines("items", {"name": "Bò", "quantity": "3", "unit": ""}), "items.0.unit", "đơn vị tính", "Bò",
    ),
    "no things at all": (
        lambda c: lines("items", {"name": "Bò", "quantity": "0", "unit": "con"}), "items.0.quantity", "lớn hơn 0", "Bò",
    ),
    "fewer households than names": (
        lambda c: {"households": "0", "chon_ho": [c.make_household().pk]}, "households", "Đã có tên 1 hộ", "K’Lũ",
    ),
    "terms of a loan for a gift": (
        lambda c: lines("loans", {"lender": c.ngan_hang.pk, "purpose": "Mua bò"}),
        "loans.0.lender", "cho vay", "Mua bò",
    ),
}  # fmt: skip


def errors_at(answer, place):
    relation, _, rest = place.partition(".")
    if not rest:
        return answer.context["form"].errors.get(place, [])
    index, _, name = rest.partition(".")
    return answer.context["formsets"][relation].forms[int(index)].errors.get(name, [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_answers_at_its_field_and_keeps_what_was_typed(client, cast, fault):
    change, place, words, kept = FAULTS[fault]
    data = posted(cast, **change(cast))
    as_(client, cast, "canbo_phuson")
    before = everything()
    answer = client.post(NEW, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "<title>Lỗi:" in page
    assert words in " ".join(errors_at(answer, place)), answer.context["form"].errors
    assert escape(kept) in page
    assert 'aria-invalid="true"' in page
    assert everything() == before and not Support.objects.exists()


def test_an_ambiguous_amount_asks_with_both_readings_and_the_choice_is_taken(client, cast):
    as_(client, cast, "canbo_phuson")
    page = client.post(NEW, posted(cast, **money(cast, "60,000.000"))).content.decode()
    for text, words in (("60.000.000", "sáu mươi triệu đồng"), ("60.000", "sáu mươi nghìn đồng")):
        assert f'name="contributions-0-amount_vnd-chon" value="{text}"' in page and words in page
    assert "0 trong 1 nguồn" in page
    chosen = {"contributions-0-amount_vnd-chon": "60.000.000"}
    client.post(NEW, posted(cast, **money(cast, "60,000.000"), **chosen))
    support = Support.objects.get()
    assert support.amount_vnd == 60_000_000 and support.contributions.get().typed == "60,000.000"


def test_the_total_says_how_many_sources_it_read(client, cast):
    as_(client, cast, "canbo_phuson")
    both = lines(
        "contributions",
        {"source": cast.quy_tinh.pk, "manner": "cash", "amount_vnd": "01 tỷ"},
        {"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": "60,000.000"},
    )
    page = client.post(NEW, posted(cast, **both)).content.decode()
    assert "1 trong 2 nguồn" in page and "1.000.000.000" in page and "một tỷ đồng" in page


@pytest.mark.parametrize("sources", [[], ["ngan_hang", "quy_huyen"]])
def test_a_loan_without_a_lender_asks_for_it(client, cast, sources):
    rows = [{"source": getattr(cast, name).pk, "manner": "cash", "amount_vnd": "5 triệu"} for name in sources]
    answer = as_(client, cast, "canbo_phuson").post(NEW, loan(cast, **lines("contributions", *rows)))
    assert answer.status_code == 422 and not Support.objects.exists()
    assert errors_at(answer, "loans.0.lender") == ["Khoản cho vay cần ghi bên cho vay."]
    assert "Vay vốn trồng dâu" in answer.content.decode()


def test_a_loan_needs_an_amount_at_the_source_that_lacks_it(client, cast):
    rows = lines(
        "contributions",
        {"source": cast.ngan_hang.pk, "manner": "cash", "amount_vnd": "5 triệu"},
        {"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": ""},
    )
    lender = lines("loans", {"lender": cast.ngan_hang.pk})
    answer = as_(client, cast, "canbo_phuson").post(NEW, loan(cast, **rows, **lender))
    assert errors_at(answer, "contributions.1.amount_vnd") == ["Khoản cho vay cần ghi số tiền."]


def test_a_stale_save_shows_both_versions_with_their_lines(client, cast):
    support = cast.make_support()
    as_(client, cast, "canbo_phuson")
    mine = posted(cast, support, description="Bản của tôi")
    client.post(f"/ho-tro/{support.pk}/sua/", posted(cast, support, description="Bản của người khác"))
    later = client.post(
        f"/ho-tro/{support.pk}/sua/",
        {**mine, **lines("contributions", {"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": "7 triệu"})},
    )
    page = later.content.decode()
    assert later.status_code == 409
    for words in ("Bản của tôi", "Bản của người khác", "7 triệu", "60 triệu", "1 tỷ", "Quỹ “Vì người nghèo” huyện"):
        assert words in page
    support.refresh_from_db()
    assert support.description == "Bản của người khác" and support.amount_vnd == 1_060_000_000
    kept = dict(later.context["keep"])
    client.post(f"/ho-tro/{support.pk}/sua/", {**kept, "ghi_de": "1"})
    support.refresh_from_db()
    assert support.description == "Bản của tôi" and support.amount_vnd == 7_000_000


def test_hostile_numbers_of_lines_do_no_harm(client, cast):
    as_(client, cast, "canbo_phuson")
    for total in ("99999999", "abc", ""):
        answer = client.post(NEW, posted(cast, **{"items-TOTAL_FORMS": total, "them": "items", "version": "x"}))
        assert answer.status_code == 200
        assert client.post(NEW, posted(cast, **{"items-TOTAL_FORMS": total})).status_code == 422
    assert not Support.objects.exists()
