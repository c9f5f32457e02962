"""The filters and form tags of `{% load vn %}`."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings as project
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory

from danvan.templatetags import vn

TEMPLATES = project.BASE_DIR / "templates"
STATIC = project.BASE_DIR / "static"
OWN = (".", "parts", "charts", "accounts")


def render(source: str, **context: object) -> str:
    return Template("{% load vn %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ v|money }}", 1_060_000_000, "1.060.000.000"),
        ("{{ v|money }}", 0, "0"),
        ("{{ v|money }}", None, "–"),
        ("{{ v|whole }}", 4545, "4.545"),
        ("{{ v|decimal }}", Decimal("7.60"), "7,6"),
        ("{{ v|decimal:2 }}", Decimal("2.675"), "2,68"),
        ("{{ v|percent }}", Decimal("135.714"), "135,71\u00a0%"),
        ("{{ v|percent:1 }}", Decimal("16.95"), "17,0\u00a0%"),
        ("{{ v|percent }}", None, "–"),
        ("{{ v|signed }}", 14_250_000, "+14.250.000"),
        ("{{ v|signed }}", -6, "−6"),
        ("{{ v|signed }}", Decimal("2.0"), "+2"),
        ("{{ v|signed }}", 0, "0"),
        ("{{ v|signed }}", None, "–"),
        ("{{ v|million }}", 2_487_499_999, "2.487"),
        ("{{ v|million }}", 2_487_500_000, "2.488"),
        ("{{ v|million:2 }}", 2_215_750_000, "2.215,75"),
        ("{{ v|million }}", None, "–"),
        ("{{ v|billion }}", 9_486_000_000, "9,486"),
        ("{{ v|billion }}", 2_215_750_000, "2,216"),
        ("{{ v|short_money }}", 140_000_000, "140 triệu đồng"),
        ("{{ v|short_money }}", None, "–"),
        ("{{ v|words }}", 1_060_000_000, "một tỷ không trăm sáu mươi triệu đồng"),
        ("{{ v|words }}", None, "–"),
        ("{{ v|day }}", date(2022, 12, 31), "31/12/2022"),
        ("{{ v|day }}", None, "–"),
        ("{{ v|dt }}", datetime(2023, 1, 6, 2, 42, tzinfo=UTC), "06/01/2023 09:42"),
        ("{{ v|dt }}", None, "–"),
        ("{{ v|dash }}", "", "–"),
        ("{{ v|dash }}", 0, "0"),
    ],
)
def test_filters(source: str, value: object, text: str) -> None:
    assert render(source, v=value) == text


def test_a_date_is_as_precise_as_it_is_known() -> None:
    shown = {precision: vn.day(date(2022, 12, 1), precision) for precision in ("day", "month", "quarter", "year")}
    assert shown["day"] == "01/12/2022"
    assert "12/2022" in shown["month"] and "01/" not in shown["month"]
    assert "IV" in shown["quarter"] and "2022" in shown["quarter"]
    assert "2022" in shown["year"] and "/" not in shown["year"]


@pytest.mark.parametrize(
    ("status", "pending", "shape", "word"),
    [
        ("draft", "", "none", "Nháp"),
        ("submitted", "confirm", "wait", "Chờ xác nhận"),
        ("submitted", "accept", "wait", "Chờ tiếp nhận"),
        ("returned", "", "bad", "Đề nghị làm rõ"),
        ("approved", "", "ok", "Đã tiếp nhận"),
        ("withdrawn", "", "none", "Đã rút"),
    ],
)
def test_states_have_a_shape_and_a_word(status: str, pending: str, shape: str, word: str) -> None:
    record = SimpleNamespace(status=status, pending_action=pending)
    assert render("{% status r %}", r=record).strip() == f'<span class="st st-{shape}">{word}</span>'
    assert vn.status_word(record) == word


def test_an_unknown_status_raises() -> None:
    with pytest.raises(KeyError):
        vn.status_word("lost")


def test_query_string_keeps_filters_and_forgets_the_page() -> None:
    request = RequestFactory().get("/ho-tro/", {"nam": "2022", "q": "dâu tằm", "page": "3"})
    assert render("{% qs page=4 %}", request=request) == "?nam=2022&amp;q=d%C3%A2u+t%E1%BA%B1m&amp;page=4"
    assert render("{% qs nam=2021 q='' %}", request=request) == "?nam=2021"


def test_a_sorted_head_says_so_and_turns_round() -> None:
    first = render('{% sort_link "amount" "Số tiền" %}', request=RequestFactory().get("/?sort=amount"))
    assert 'href="?sort=-amount"' in first and 'data-dir="ascending"' in first and "tăng dần" in first
    other = render('{% sort_link "date" "Ngày" %}', request=RequestFactory().get("/?sort=amount"))
    assert 'href="?sort=date"' in other and "data-dir" not in other


# --- fields ---


class SupportForm(forms.Form):
    amount = forms.CharField(
        label="Số tiền", help_text="Gõ như vẫn viết", widget=forms.TextInput(attrs={"data-read": "money"})
    )
    note = forms.CharField(label="Ghi chú", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("g", "Hỗ trợ"), ("l", "Cho vay")], widget=forms.RadioSelect)
    again = forms.BooleanField(label="Lần khác", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_amount(self) -> str:
        error = forms.ValidationError("<b> đọc được hai cách", code="ambiguous")
        error.choices = ("60.000.000", "60.000")  # type: ignore[attr-defined]
        raise error


def refused() -> SupportForm:
    return SupportForm({"amount": "60,000.000"})


def test_a_refused_field_is_tied_to_its_error_hint_and_reading() -> None:
    html = render("{% field f.amount %}", f=refused())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_amount-error id_amount-hint id_amount-read"' in html
    for part in ("error", "hint", "read"):
        assert f'id="id_amount-{part}"' in html
    assert 'value="60,000.000"' in html, "what was typed is kept"
    assert "&lt;b&gt; đọc được hai cách" in html and "<b> đọc" not in html
    assert 'class="money"' in html


def test_an_ambiguous_figure_offers_both_readings() -> None:
    html = render("{% field f.amount %}", f=refused())
    assert html.count('type="radio" name="amount-chon"') == 2
    assert 'value="60.000.000" data-fill="id_amount"' in html


def test_a_field_at_rest_says_what_is_optional_and_nothing_else() -> None:
    note = render("{% field f.note %}", f=SupportForm())
    assert 'Ghi chú <span class="opt">nếu có</span>' in note
    assert "aria-invalid" not in note and "aria-describedby" not in note
    assert "nếu có" not in render("{% field f.amount %}", f=SupportForm())
    assert "nếu có" not in render("{% field f.again %}", f=SupportForm())


def test_a_group_of_choices_is_a_fieldset_and_a_tick_has_its_label_around_it() -> None:
    assert "<legend>Loại</legend>" in render("{% field f.kind %}", f=SupportForm())
    assert '<label class="choice" for="id_again"><input' in render("{% field f.again %}", f=SupportForm())


def test_a_cell_speaks_its_row() -> None:
    html = render("{% cell f.amount row=2 %}", f=refused())
    assert 'aria-label="Số tiền, dòng 2"' in html and "<label for" not in html
    assert 'aria-describedby="id_amount-error id_amount-read"' in html


def test_the_summary_links_to_fields_and_counts_hidden_faults_too() -> None:
    html = render("{% error_summary f %}", f=refused())
    assert "Còn 3 chỗ cần sửa, chưa lưu" in html
    assert '<a href="#id_amount">Số tiền: &lt;b&gt; đọc được hai cách</a>' in html
    assert "id_version" not in html, "nobody can go to a hidden field"


def test_no_errors_no_summary() -> None:
    assert render("{% error_summary f %}", f=SupportForm()).strip() == ""
    assert not vn.has_errors(SupportForm())
    assert vn.has_errors(refused())


class LineForm(forms.Form):
    source = forms.CharField(label="Nguồn")


def test_the_summary_names_the_line_of_a_formset() -> None:
    lines = forms.formset_factory(LineForm)
    data = {"n-TOTAL_FORMS": "2", "n-INITIAL_FORMS": "2", "n-0-source": "Quỹ tỉnh", "n-1-source": ""}
    bound = lines(data, prefix="n", initial=[{}, {}])
    html = render("{% error_summary fs %}", fs=bound)
    assert 'href="#id_n-1-source"' in html and "Dòng 2, Nguồn" in html
    assert vn.has_errors([SupportForm(), bound])


# --- parts and pages ---


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(TEMPLATES)) for folder in OWN for path in (TEMPLATES / folder).glob("*.html"))
)
def test_parts_compile_and_hold_no_inline_style_or_script(name: str) -> None:
    get_template(name)
    source = (TEMPLATES / name).read_text("utf-8")
    assert " style=" not in source and "<style" not in source and " onclick=" not in source
    assert "<script>" not in source and "|safe" not in source


def test_the_error_page_needs_neither_request_nor_context() -> None:
    html = get_template("500.html").render({})
    assert "Cổng đang gặp lỗi" in html and 'class="alone"' in html and "htmx" not in html.split("<body")[1]


def test_no_style_sheet_or_script_comes_from_elsewhere() -> None:
    for path in [*(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js"), TEMPLATES / "base.html"]:
        assert not re.search(r"(https?:)?//[a-z]+\.", re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.M)), (
            path
        )
