"""/doc-so/: what is being typed, read back; and the catalogues of the ledger."""

import pytest
from django.urls import reverse

from beneficiaries.models import FundingSource, LoanBalance, UnitPrice
from tests.supports.pages import as_, lines, posted
from tests.unchanged import everything


def read(client, text, kind="money") -> str:
    answer = client.get("/doc-so/", {"t": text, "loai": kind})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


READINGS = [
    ("1,06 tỷ", "money", "một tỷ không trăm sáu mươi triệu đồng · <b>1.060.000.000</b>"),
    ("60tr", "money", "sáu mươi triệu đồng · <b>60.000.000</b>"),
    ("102.750.000", "money", "<b>102.750.000</b>"),
    ("4.545", "count", "<b>4.545</b>"),
    ("0,6 ha", "area", "6.000 m² · <b>0,6 ha</b>"),
    ("-5", "money", "âm"),
]


@pytest.mark.parametrize(("text", "kind", "words"), READINGS)
def test_a_figure_is_read_back_in_words_and_digits(client, cast, text, kind, words):
    assert words in read(as_(client, cast, "canbo_phuson"), text, kind)


def test_a_figure_with_two_readings_asks(client, cast):
    page = read(as_(client, cast, "canbo_phuson"), "60,000.000")
    assert "hai cách" in page and "60.000.000" in page and "sáu mươi nghìn đồng" in page and "<data" not in page


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "5 <b>triệu</b>", "“<img src=x>”"])
@pytest.mark.parametrize("kind", ["money", "count", "area"])
def test_markup_comes_back_as_text(client, cast, text, kind):
    page = read(as_(client, cast, "canbo_phuson"), text, kind)
    for mark in ("<script", "<img", "<b>triệu"):
        assert mark not in page


def test_the_reading_is_for_those_who_are_logged_in_and_for_known_kinds(client, cast):
    assert client.get("/doc-so/?t=5").status_code == 302
    as_(client, cast, "canbo_phuson")
    assert read(client, "  ") == "" and client.get("/doc-so/?t=5&loai=x").status_code == 400
    assert client.post("/doc-so/", {"t": "5"}).status_code == 405


def test_the_front_keeps_the_sources_and_prices_and_others_read_them(client, cast):
    as_(client, cast, "mttq")
    made = client.post(
        "/nguon/them/", {"code": "quy-moi", "name": "Quỹ mới", "kind": "other_fund", "short_name": "", "aliases": ""}
    )
    assert made.status_code == 302 and FundingSource.objects.get(code="quy-moi").name == "Quỹ mới"
    priced = client.post(
        "/don-gia/them/",
        {
            "what": "ngày công",
            "unit": "ngày",
            "price_vnd": "250 nghìn",
            "valid_from": "01/01/2022",
            "authority": "QĐ 1",
        },
    )
    assert priced.status_code == 302 and UnitPrice.objects.get().price_vnd == 250_000
    as_(client, cast, "canbo_phuson")
    assert "Quỹ mới" in client.get("/nguon/?tim=quy moi").content.decode()
    assert "250.000" in client.get("/don-gia/").content.decode()
    assert client.get("/nguon/them/").status_code == 403 and client.get("/don-gia/them/").status_code == 403


def test_the_balance_of_a_loan_is_written_where_the_loan_was_entered(client, cast):
    debt = cast.approve(cast.make_support(cast.hoinongdan, **cast.loan_data(), hamlets=[], items=[]))
    house = cast.approve(cast.make_support())
    data = {"loan": debt.pk, "date": "31/12/2022", "outstanding_vnd": "40 triệu", "overdue_vnd": "0"}
    as_(client, cast, "hoiphunu")
    assert client.post("/du-no/them/", data).status_code == 422 and not LoanBalance.objects.exists()
    as_(client, cast, "hoinongdan")
    offered = client.get("/du-no/them/").context["form"].fields["loan"].queryset
    assert list(offered) == [debt] and house not in offered
    assert client.post("/du-no/them/", {**data, "overdue_vnd": "41 triệu"}).status_code == 422
    assert client.post("/du-no/them/", data).status_code == 302
    balance = LoanBalance.objects.get()
    assert (balance.outstanding_vnd, balance.overdue_vnd) == (40_000_000, 0)
    assert "40.000.000" in client.get("/du-no/").content.decode()
    assert "40.000.000" in client.get(f"/ho-tro/{debt.pk}/").content.decode()
    as_(client, cast, "canbo_melinh")
    assert client.get(reverse("loan_balances:detail", args=[balance.pk])).status_code == 404


def test_the_form_is_read_back_while_it_is_typed_and_nothing_is_stored(client, cast):
    """441 gifts of 100 million from two sources, one of them not clear; a household and a group are named."""
    household = cast.make_household()
    as_(client, cast, "canbo_phuson")
    before = everything()
    typed = posted(
        cast, form="gift", households="", date="31/12/2022",
        **lines("items", {"name": "Quà", "quantity": "441", "unit": "phần"}, {}),
        **lines("contributions", {"source": cast.quy_tinh.pk, "manner": "cash", "amount_vnd": "100 triệu"},
                {"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": "60,000.000"}),
        **lines("recipients", {"kind": "household", "household": household.pk, "share_vnd": "40 triệu"},
                {"kind": "group", "name": "Tổ dệt thổ cẩm", "share_vnd": "20 triệu"}),
    )  # fmt: skip
    text = client.post("/ho-tro/doc-lai/", typed).content.decode()
    assert "441 phần, 1 hộ đã có tên, 1 người, nhóm có tên" in text
    assert "100.000.000" in text and "còn 1 số chưa rõ" in text and "Thứ bảy, 31/12/2022" in text
    assert "60.000.000 đồng" in text and "chưa chia" not in text  # the whole is not known yet
    typed["contributions-1-amount_vnd"] = "60 triệu"
    assert "còn 100.000.000 đồng chưa chia" in client.post("/ho-tro/doc-lai/", typed).content.decode()
    typed["recipients-1-share_vnd"] = "150 triệu"
    assert "chia quá 30.000.000 đồng" in client.post("/ho-tro/doc-lai/", typed).content.decode()
    assert everything() == before
