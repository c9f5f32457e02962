"""Kiểm tra số liệu: the five points of the reference case, the command's contract, and text beside data."""

import html
import io
import json
import re
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from danvan.lib.checker import MAX_CHARS, check, prepare
from reports.building.build import build
from reports.checking.figure_checks import findings
from reports.renderers.html import fragment
from reports.summary import ModelRow, Totals
from tests.reports.pretieng_summary import MODELS, PRETIENG

TEXT = """Năm 2022, Khối Dân vận huyện tổ chức đợt công tác dân vận tại hai thôn Pretieng 1 và Pretieng 2, xã Phú Sơn:
- Ủy ban MTTQ Việt Nam huyện xây 20 căn nhà cho hộ nghèo, 01 tỷ đồng từ Quỹ “Vì người nghèo” tỉnh và 60 triệu đồng xã \
vận động.
- Hội Nông dân huyện nhận ủy thác cho 14 hộ vay 140 triệu đồng mua nong né.
- Hội Liên hiệp Phụ nữ huyện xây 01 căn nhà 50 triệu đồng; 04 công trình vệ sinh 32 triệu đồng.
- Huyện đoàn tặng 02 tấn phân bón và 04 bộ nong né trị giá 13 triệu đồng; 23 phần quà trị giá 23 triệu đồng; 700 phần \
sữa.
- Đoàn xã Phú Sơn tặng 441 phần quà trị giá 102,750.000 đồng.
- Hội Chữ thập đỏ huyện tặng 250 phần quà trị giá 75 triệu đồng.
- Ủy ban MTTQ huyện hỗ trợ sinh kế cho 43 hộ số tiền 860 triệu đồng.
- Ban Chỉ huy Quân sự huyện cử 50 chiến sĩ giúp dân trồng dâu, 50 ngày công.
Tổng giá trị hỗ trợ là 2,230 tỷ đồng, cho vay 140 triệu đồng.
Như vậy tổng nguồn lực hỗ trợ cho hai thôn đạt 2,370 tỷ đồng, trong đó hỗ trợ trực tiếp 2,230 tỷ đồng và cho vay 0,140 \
tỷ đồng.
Diện tích trồng dâu đạt 7,6 ha, tăng 2,6ha so với kế hoạch (5,6 ha); có 26 hộ trồng dâu, tăng 03 hộ so với kế hoạch \
23 hộ.
Số hộ nghèo giảm từ 43 hộ xuống còn 37 hộ nghèo; hộ cận nghèo giảm từ 38 hộ xuống còn 35 hộ nghèo.
"""
FIVE = [
    ("ambiguous_number", "102,750.000 đồng", "102,750.000 đồng", ""),
    ("parts_sum", "2,230 tỷ đồng", "2230000000", "14250000"),
    ("loan_in_support", "2,370 tỷ đồng, trong đó hỗ trợ trực tiếp 2,230 tỷ đồng và cho vay 0,140 tỷ đồng", "2370000000",
     "140000000"),
    ("change", "7,6 ha, tăng 2,6ha so với kế hoạch (5,6 ha)", "2.6", "0.6"),
    ("wrong_class", "35 hộ nghèo", "35", "0"),
]  # fmt: skip
MENDED = (
    TEXT.replace("102,750.000", "102.750.000").replace("2,230", "2,21575").replace("2,6ha", "2,0 ha")
    .replace("còn 35 hộ nghèo", "còn 35 hộ cận nghèo").replace("tổng nguồn lực hỗ trợ", "tổng nguồn lực")
    .replace("2,370", "2,35575")
)  # fmt: skip


def said(found):
    return [(finding.code, finding.quote, finding.stated, finding.difference) for finding in found]


@pytest.mark.once
def test_the_five_points_of_the_reference_case_and_nothing_else():
    found = check(TEXT)
    assert said(found) == FIVE
    assert all(prepare(TEXT)[finding.start : finding.end] == finding.quote for finding in found)
    assert check(MENDED) == []


@pytest.mark.once
def test_beside_the_data_each_figure_that_differs_is_named():
    """Of the mended text nothing differs; the published headline does by 14.250.000, a loan inside support by more."""
    assert findings(MENDED, PRETIENG) == []
    of_data = [finding for finding in findings(TEXT, PRETIENG) if finding.code.startswith("data_")]
    assert said(of_data) == [
        ("data_total", "2,230 tỷ đồng", "2230000000", "14250000"),
        ("data_total", "2,370 tỷ đồng", "2370000000", "154250000"),
    ]
    text = (
        "Tổng số 25 căn nhà được xây trong đợt. Diện tích trồng dâu kế hoạch 6,6 ha, đạt 8,1 ha.\n"
        "Hộ cận nghèo giảm từ 38 hộ xuống còn 33 hộ. Năm 2019, tổng hỗ trợ là 1 tỷ đồng."
    )
    assert [(f.code, f.stated, f.computed) for f in findings(text, PRETIENG)] == [
        ("data_houses", "25", "21"), ("data_target", "6.6", "5.6"), ("data_target", "8.1", "7.6"),
        ("data_poverty", "33", "35"),
    ]  # fmt: skip


@pytest.mark.once
def test_beside_the_data_what_one_organisation_or_source_gave_and_how_many_models_and_households():
    """Women 82 million, the fund 1.860; 15 models registered, 11 recognised. A part of the year, a joint work, a place
    or an organisation that the data do not have: nothing is said."""
    recognised = ModelRow(label="Công nhận", collective=9, individual=2)
    summary = replace(PRETIENG, models=(MODELS[0], recognised), totals=replace(PRETIENG.totals, households=138))
    wrong = (
        "Hội Liên hiệp Phụ nữ huyện hỗ trợ hai thôn với tổng trị giá 92 triệu đồng.\n"
        "Quỹ “Vì người nghèo” tỉnh đã chi với tổng số tiền 1.850 triệu đồng.\n"
        "Toàn huyện đăng ký 18 mô hình, công nhận 11 mô hình. Tổng số 140 lượt hộ được giúp."
    )
    assert [(f.code, f.stated, f.computed) for f in findings(wrong, summary)] == [
        ("data_organization", "92000000", "82000000"), ("data_source", "1850000000", "1860000000"),
        ("data_count", "18", "15"), ("data_count", "140", "138"),
    ]  # fmt: skip
    silent = (
        "Hội Liên hiệp Phụ nữ huyện hỗ trợ tháng 3 tổng trị giá 12 triệu đồng.\n"
        "Hội Liên hiệp Phụ nữ huyện phối hợp với Huyện đoàn tặng quà tổng trị giá 40 triệu đồng.\n"
        "Hội Luật gia huyện hỗ trợ với tổng trị giá 5 triệu đồng. Xã Tân Hà đăng ký 03 mô hình. Cả năm 2021, toàn "
        "huyện đăng ký 09 mô hình."
    )
    assert findings(silent, summary) == []
    unknown = replace(summary, models=(recognised,))  # of what the data do not count, nothing is said
    assert findings("Toàn huyện đăng ký 18 mô hình.", unknown) == []
    nothing = replace(summary, totals=Totals(support_vnd=0, loan_vnd=0, supports=0, unvalued=0, houses=0))
    assert findings("Tổng giá trị hỗ trợ là 70 triệu đồng. Toàn huyện đăng ký 18 mô hình.", nothing) == []


@pytest.mark.once
def test_the_portals_own_report_of_the_case_says_what_the_data_say():
    """The report that the portal writes from the figures gives nothing, but for what the published words themselves
    have wrong: the standard of 2016–2020, and “102,750.000 đồng”."""
    page = fragment(build(PRETIENG))
    page = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", page)
    page = re.sub(r"</t[dh]>\s*(?=<t[dh])", "\t", re.sub(r"\s*\n\s*", " ", page))
    text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:tr|p|h\d|li|div|caption|section|table)>", "\n", page)))
    assert "2.215.750.000 đồng" in text and text.count("\t") > 100
    assert {finding.code for finding in findings(text, PRETIENG)} <= {"legal_basis", "ambiguous_number"}


@pytest.mark.once
@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("Đạt 92,9% (13/14 xã).", []),
        ("Có 13/14 xã đạt chuẩn, đạt 92,85%.", ["rate"]),  # 92,857: nearer to 92,86 than to 92,85
        ("Có 13/14 xã đạt chuẩn, đạt 92,86%.", []),
        ("Vận động trên 2,47 tỷ đồng, gồm tiền mặt 1,5 tỷ đồng, hiện vật 0,9 tỷ đồng.", ["parts_sum"]),
        ("Vận động trên 2,47 tỷ đồng, gồm tiền mặt 1,5 tỷ đồng, hiện vật 1,1 tỷ đồng.", []),
        ("Vận động gần 2,5 tỷ đồng, gồm tiền mặt 1,5 tỷ đồng, hiện vật 0,95 tỷ đồng.", []),
    ],
)
def test_rounding_and_bounds(sentence, codes):
    assert [finding.code for finding in check(sentence)] == codes


@pytest.mark.once
def test_a_text_that_is_too_long_is_refused_and_a_long_one_is_read_in_linear_steps():
    with pytest.raises(ValueError, match="quá"):
        check("a" * (MAX_CHARS + 1))
    assert check("từ 1 đến 2 tăng (" * 5000) == check("( " * 50_000) == []


def run(*args, **options):
    out = io.StringIO()
    code = 0
    try:
        call_command("check_figures", *args, stdout=out, **options)
    except SystemExit as end:
        code = end.code
    return code, json.loads(out.getvalue())


@pytest.mark.once
def test_the_command_prints_json_and_says_by_its_exit_whether_something_was_found(tmp_path, db):
    file = tmp_path / "bao-cao.txt"
    file.write_text("﻿Số hộ nghèo giảm từ 43 hộ xuống còn 37 hộ, giảm 5 hộ.", "utf-8")
    code, printed = run(str(file))
    assert code == 1
    assert printed == {"findings": [{
        "code": "change", "quote": "43 hộ xuống còn 37 hộ, giảm 5 hộ", "stated": "5", "computed": "6",
        "difference": "-1", "unit": "hộ",
        "message": "Giảm bao nhiêu không khớp 43 hộ và 37 hộ: ghi 5 hộ, tính ra 6 hộ, chênh 1 hộ.",
    }]}  # fmt: skip
    file.write_text("Số hộ nghèo giảm từ 43 hộ xuống còn 37 hộ, giảm 6 hộ.", "utf-8")
    assert run(str(file)) == (0, {"findings": []})
    for wrong in ((str(tmp_path / "khong-co.txt"),), (str(file), "--campaign", "khong-co")):
        with pytest.raises(CommandError):
            call_command("check_figures", *wrong)
