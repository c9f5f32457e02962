"""`manage.py annual_summary` over the demo, to the đồng: figures worked by hand from the published case."""

import io
import json

import docx
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from danvan.accounts.models import User
from reports.summaries.summarize import summarize, summarize_all

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow]
PRETIENG = ("--year", "2022", "--campaign", "pretieng-2022")


def annual_summary(*args):
    out = io.StringIO()
    call_command("annual_summary", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def figures(demo):
    return json.loads(annual_summary(*PRETIENG, "--format", "json"))


def test_totals_published_and_difference(figures):
    assert figures["scope"] == {
        "type": "campaign", "code": "pretieng-2022", "name": "Dân vận khéo Pretieng 2022",
    }  # fmt: skip
    assert figures["illustrative"] is False
    assert figures["totals"] == {
        "support_vnd": 2_215_750_000, "loan_vnd": 140_000_000, "all_vnd": 2_355_750_000, "supports": 12, "unvalued": 3,
        "houses": 21,
    }  # fmt: skip
    assert figures["published"] == {
        "support_vnd": 2_230_000_000, "loan_vnd": 140_000_000, "all_vnd": 2_370_000_000,
    }  # fmt: skip
    assert figures["difference"] == {"support_vnd": 14_250_000, "loan_vnd": 0, "all_vnd": 14_250_000}


def test_by_organization(figures):
    keys = ("support_vnd", "loan_vnd", "joint_vnd", "supports")
    rows = {row["name"]: tuple(row[key] for key in keys) for row in figures["by_organization"]}
    assert rows == {
        "Ủy ban MTTQ Việt Nam huyện Lâm Hà": (1_920_000_000, 0, 0, 2),
        "Hội Nông dân huyện Lâm Hà": (0, 140_000_000, 0, 1),
        "Hội Liên hiệp Phụ nữ huyện Lâm Hà": (82_000_000, 0, 0, 2),
        "Huyện đoàn Lâm Hà": (36_000_000, 0, 0, 4),
        "Đoàn xã Phú Sơn": (102_750_000, 0, 0, 1),
        "Hội Chữ thập đỏ huyện Lâm Hà": (75_000_000, 0, 0, 1),
        "Ban Chỉ huy Quân sự huyện Lâm Hà": (0, 0, 0, 1),
    }


def test_by_source(figures):
    rows = {r["name"]: (r["support_vnd"], r["loan_vnd"]) for r in figures["by_source"]}
    assert rows == {
        'Quỹ "Vì người nghèo" tỉnh Lâm Đồng': (1_860_000_000, 0),
        "Hội Chữ thập đỏ huyện vận động": (75_000_000, 0),
        "Đoàn xã vận động": (102_750_000, 0),
        "Hội Liên hiệp Phụ nữ huyện vận động": (82_000_000, 0),
        "Huyện đoàn vận động": (36_000_000, 0),
        "Xã Phú Sơn vận động": (60_000_000, 0),
        "Ngân hàng Chính sách xã hội": (0, 140_000_000),
    }


def test_by_area_form_and_month(figures):
    assert [(r["name"], r["support_vnd"], r["loan_vnd"]) for r in figures["by_area"]] == [
        ("xã Phú Sơn", 2_215_750_000, 140_000_000)
    ]
    forms = {r["name"]: (r["support_vnd"], r["supports"]) for r in figures["by_form"]}
    assert forms["Nhà ở xây mới"] == (1_110_000_000, 2)
    assert forms["Quà"] == (200_750_000, 3)
    assert sum(value for value, _ in forms.values()) == 2_215_750_000
    assert [(r["month"], r["support_vnd"], r["loan_vnd"]) for r in figures["by_month"]] == [
        ("2022", 2_215_750_000, 140_000_000)
    ], "no date finer than the year"


def test_unvalued_things_are_listed(figures):
    rows = {(r["quantity"], r["unit"], r["organization"]) for r in figures["unvalued"]}
    assert rows == {
        ("0.6", "ha", "Huyện đoàn Lâm Hà"),
        ("700", "phần", "Huyện đoàn Lâm Hà"),
        ("50", "ngày công", "Ban Chỉ huy Quân sự huyện Lâm Hà"),
    }


def test_targets_and_poverty(figures):
    targets = {r["indicator"]: r for r in figures["targets"]}
    mulberry = targets["Diện tích trồng dâu"]
    assert (mulberry["planned_min"], mulberry["planned_max"], mulberry["actual"]) == ("5.6", "5.6", "7.6")
    assert (mulberry["difference"], mulberry["percent"]) == ("2.0", "135.71")
    assert targets["Số hộ trồng dâu"]["difference"] == "3"
    joined = targets["Số hộ tham gia chương trình"]
    assert (joined["planned_min"], joined["actual"], joined["difference"]) == (None, "37", None)
    assert [(r["class"], r["start"], r["end"], r["change"], r["percent"]) for r in figures["poverty"]] == [
        ("poor", 43, 37, -6, "-13.95"),
        ("near_poor", 38, 35, -3, "-7.89"),
    ]


def test_what_the_portal_notices_by_itself(figures):
    found = {r["code"]: (r["stated"], r["computed"]) for r in figures["warnings"]}
    assert found["published_total"] == ("2.230.000.000 đồng", "2.215.750.000 đồng")
    assert found["stated_change"] == ("2,6 ha", "2,0 ha")
    assert found["stated_class"] == ("35 hộ nghèo", "35 hộ cận nghèo")
    assert found["ambiguous_number"] == ("“102,750.000 đồng”", "102.750.000 đồng")
    assert found["loan_apart"][0] == "2.370.000.000 đồng"
    assert found["possible_cause"][1] == "50 ngày công chưa quy thành tiền"


@pytest.mark.parametrize("scope", [(), ("--area", "phu-son"), ("--organization", "mttq-lam-ha")])
def test_the_groups_of_every_scope_add_up_to_its_totals(scope):
    figures = json.loads(annual_summary("--year", "2022", *scope))
    totals = figures["totals"]
    assert figures["illustrative"] is True, "believable records stand beside the published case"
    for group in ("by_organization", "by_area", "by_form", "by_source", "by_month"):
        assert sum(row["support_vnd"] for row in figures[group]) == totals["support_vnd"], group
        assert sum(row["loan_vnd"] for row in figures[group]) == totals["loan_vnd"], group
    assert sum(row["supports"] for row in figures["by_organization"]) == totals["supports"]


def test_an_unknown_code_and_a_bad_year_are_refused_in_words():
    with pytest.raises(CommandError, match="Không có đợt công tác dân vận nào mang mã “khong-co”"):
        annual_summary("--year", "2022", "--campaign", "khong-co")
    with pytest.raises(CommandError, match="1990–2100"):
        annual_summary("--year", "22")


def test_a_word_file_is_written_where_it_is_asked_for(tmp_path):
    annual_summary(*PRETIENG, "--format", "docx", "--output", str(tmp_path / "bao-cao.docx"))
    file = docx.Document(tmp_path / "bao-cao.docx")
    text = "\n".join(each.text for each in file.paragraphs)
    for words in ("2.215.750.000", "14.250.000", "140.000.000", "1.920.000.000", "135,71"):
        assert words in text, words


def test_binary_formats_need_a_file_or_a_real_terminal():
    with pytest.raises(CommandError, match="--output"):
        annual_summary(*PRETIENG, "--format", "xlsx")


def test_the_command_costs_at_most_twelve_queries():
    for scope in ({"campaign": "pretieng-2022"}, {"area": "phu-son"}, {"organization": "mttq-lam-ha"}, {}):
        with CaptureQueriesContext(connection) as queries:
            summarize_all(year=2022, **scope)
        assert len(queries) <= 12, scope


@pytest.mark.parametrize("scope", [{"campaign": "pretieng-2022"}, {"area": "lam-ha"}, {}])
def test_every_figure_leads_to_a_list_of_exactly_its_records(client, scope):
    front = User.objects.get(username="mttq.truong")
    client.force_login(front)
    summary = summarize(front, year=2022, **scope)
    wanted = {summary.totals.ref: summary.totals.supports, summary.totals.loan_ref: summary.totals.loans}
    wanted[summary.totals.unvalued_ref] = summary.totals.unvalued
    for row in (*summary.by_source, *summary.by_area, *summary.by_form, *summary.by_month):
        wanted[row.ref] = row.supports
    wanted |= {row.ref: row.supports for row in summary.by_organization if row.supports}
    shown = {ref: client.get(ref).context["shown"].count for ref in wanted}
    assert shown == wanted
