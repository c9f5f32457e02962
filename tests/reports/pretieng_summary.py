"""The reference case as a `Summary` made by hand: the figures published on 20/02/2023, row by row.

Nothing here is computed from the code under test: totals, groups and rates are typed as the case states them.
"""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from reports.summary import (
    Context,
    Coverage,
    GroupRow,
    ModelRow,
    MonthRow,
    PovertyRow,
    PublishedTotals,
    Quantity,
    Scope,
    SourceShare,
    Summary,
    SupportRow,
    TargetRow,
    Totals,
    UnvaluedRow,
    Warning_,
)

FRONT = "Ủy ban MTTQ Việt Nam huyện Lâm Hà"
FARMERS = "Hội Nông dân huyện Lâm Hà"
WOMEN = "Hội Liên hiệp Phụ nữ huyện Lâm Hà"
YOUTH = "Huyện đoàn Lâm Hà"
COMMUNE_YOUTH = "Đoàn xã Phú Sơn"
RED_CROSS = "Hội Chữ thập đỏ huyện Lâm Hà"
SOLDIERS = "Ban Chỉ huy Quân sự huyện Lâm Hà"
FUND = "Quỹ “Vì người nghèo” tỉnh Lâm Đồng"
BANK = "Ngân hàng Chính sách xã hội"
COMMUNE = "Xã Phú Sơn vận động"


def ref(**query: str) -> str:
    """The filtered list of supports that a figure counts."""
    return "/ho-tro/?" + urlencode({"dot": "pretieng-2022", "nam": "2022", **query})


def _row(number: int, organization: str, description: str, form: str, **more: object) -> SupportRow:
    return SupportRow(
        **{  # type: ignore[arg-type]
            "kind": "grant",
            "organization": organization,
            "description": description,
            "form": form,
            "area": "xã Phú Sơn",
            "date_label": "2022",
            "ref": f"/ho-tro/{number}/",
            **more,
        }
    )


def _many(*pairs: tuple[str, str]) -> tuple[Quantity, ...]:
    return tuple(Quantity(amount=Decimal(amount), unit=unit) for amount, unit in pairs)


def _from(name: str, amount: int | None) -> tuple[SourceShare, ...]:
    return (SourceShare(name=name, amount_vnd=amount),)


SUPPORTS = (
    _row(
        1,
        FRONT,
        "Xây nhà cho hộ nghèo khó khăn về nhà ở",
        "Nhà ở",
        quantities=_many(("20", "căn")),
        houses=20,
        households=20,
        sources=(SourceShare(name=FUND, amount_vnd=1_000_000_000), SourceShare(name=COMMUNE, amount_vnd=60_000_000)),
        support_vnd=1_060_000_000,
        note="một công trình, nhiều nguồn",
    ),
    _row(
        2,
        FARMERS,
        "Vay mua nong né nuôi tằm",
        "Vốn vay",
        kind="loan",
        quantities=_many(("14", "khoản vay")),
        households=14,
        sources=_from(BANK, 140_000_000),
        loan_vnd=140_000_000,
        note="ủy thác",
    ),
    _row(
        3,
        WOMEN,
        "Xây nhà",
        "Nhà ở",
        quantities=_many(("1", "căn")),
        houses=1,
        households=1,
        sources=_from("Hội Liên hiệp Phụ nữ huyện vận động", 50_000_000),
        support_vnd=50_000_000,
    ),
    _row(
        4,
        WOMEN,
        "Xây công trình vệ sinh",
        "Công trình vệ sinh",
        quantities=_many(("4", "công trình")),
        households=4,
        sources=_from("Hội Liên hiệp Phụ nữ huyện vận động", 32_000_000),
        support_vnd=32_000_000,
    ),
    _row(
        5,
        YOUTH,
        "“Kỳ nghỉ hồng”: phân bón và nong né",
        "Hiện vật",
        quantities=_many(("2", "tấn"), ("4", "bộ")),
        sources=_from("Huyện đoàn vận động", 13_000_000),
        support_vnd=13_000_000,
        note="một giá trị cho hai hiện vật",
    ),
    _row(6, YOUTH, "“Kỳ nghỉ hồng”: trồng dâu", "Hiện vật", quantities=_many(("0.6000", "ha"))),
    _row(
        7,
        YOUTH,
        "Tặng quà",
        "Quà",
        quantities=_many(("23", "phần")),
        sources=_from("Huyện đoàn vận động", 23_000_000),
        support_vnd=23_000_000,
    ),
    _row(8, YOUTH, "Sữa cho trẻ em", "Hiện vật", quantities=_many(("700", "phần"))),
    _row(
        9,
        COMMUNE_YOUTH,
        "Tặng quà",
        "Quà",
        quantities=_many(("441", "phần")),
        sources=_from("Đoàn xã vận động", 102_750_000),
        support_vnd=102_750_000,
        note="nguồn ghi “102,750.000 đồng”",
    ),
    _row(
        10,
        RED_CROSS,
        "Tặng quà",
        "Quà",
        quantities=_many(("250", "phần")),
        sources=_from("Hội Chữ thập đỏ huyện vận động", 75_000_000),
        support_vnd=75_000_000,
    ),
    _row(
        11,
        FRONT,
        "Hỗ trợ sinh kế hộ nghèo và cận nghèo",
        "Sinh kế",
        quantities=_many(("43", "hộ")),
        households=43,
        sources=_from(FUND, 860_000_000),
        support_vnd=860_000_000,
    ),
    _row(12, SOLDIERS, "50 cán bộ, chiến sĩ trồng dâu", "Ngày công", quantities=_many(("50", "ngày công"))),
)

BY_ORGANIZATION = (
    GroupRow(name=FRONT, code="mttq", support_vnd=1_920_000_000, supports=2, ref=ref(to_chuc="mttq")),
    GroupRow(name=COMMUNE_YOUTH, code="dx", support_vnd=102_750_000, supports=1, ref=ref(to_chuc="dx")),
    GroupRow(name=WOMEN, code="phunu", support_vnd=82_000_000, supports=2, ref=ref(to_chuc="phunu")),
    GroupRow(name=RED_CROSS, code="ctd", support_vnd=75_000_000, supports=1, ref=ref(to_chuc="ctd")),
    GroupRow(name=YOUTH, code="hd", support_vnd=36_000_000, supports=4, unvalued=2, ref=ref(to_chuc="hd")),
    GroupRow(name=SOLDIERS, code="bchqs", supports=1, unvalued=1, ref=ref(to_chuc="bchqs")),
    GroupRow(name=FARMERS, code="nd", loan_vnd=140_000_000, supports=1, loans=1, ref=ref(to_chuc="nd")),
)

BY_SOURCE = (
    GroupRow(name=FUND, support_vnd=1_860_000_000, supports=2, ref=ref(nguon="1")),
    GroupRow(name="Đoàn xã vận động", support_vnd=102_750_000, supports=1, ref=ref(nguon="2")),
    GroupRow(name="Hội Liên hiệp Phụ nữ huyện vận động", support_vnd=82_000_000, supports=2, ref=ref(nguon="3")),
    GroupRow(name="Hội Chữ thập đỏ huyện vận động", support_vnd=75_000_000, supports=1, ref=ref(nguon="4")),
    GroupRow(name=COMMUNE, support_vnd=60_000_000, supports=1, ref=ref(nguon="5")),
    GroupRow(name="Huyện đoàn vận động", support_vnd=36_000_000, supports=2, ref=ref(nguon="6")),
    GroupRow(name=BANK, loan_vnd=140_000_000, supports=1, loans=1, ref=ref(nguon="7")),
)

BY_FORM = (
    GroupRow(name="Nhà ở", support_vnd=1_110_000_000, supports=2, ref=ref(hinh_thuc="nha-o")),
    GroupRow(name="Sinh kế", support_vnd=860_000_000, supports=1, ref=ref(hinh_thuc="sinh-ke")),
    GroupRow(name="Quà", support_vnd=200_750_000, supports=3, ref=ref(hinh_thuc="qua")),
    GroupRow(name="Công trình vệ sinh", support_vnd=32_000_000, supports=1, ref=ref(hinh_thuc="ve-sinh")),
    GroupRow(name="Hiện vật", support_vnd=13_000_000, supports=3, unvalued=2, ref=ref(hinh_thuc="hien-vat")),
    GroupRow(name="Ngày công", supports=1, unvalued=1, ref=ref(hinh_thuc="ngay-cong")),
    GroupRow(name="Vốn vay", loan_vnd=140_000_000, supports=1, loans=1, ref=ref(hinh_thuc="von-vay")),
)

BY_AREA = (
    GroupRow(
        name="xã Phú Sơn",
        code="phu-son",
        support_vnd=2_215_750_000,
        loan_vnd=140_000_000,
        supports=12,
        loans=1,
        unvalued=3,
        ref=ref(dia_ban="phu-son"),
    ),
)

TARGETS = (
    TargetRow(
        indicator="Số hộ tham gia chương trình",
        code="ho-tham-gia",
        unit="hộ",
        planned_min=None,
        planned_max=None,
        actual=Decimal("37.0000"),
        ref="/chi-tieu/1/",
    ),
    TargetRow(
        indicator="Diện tích trồng dâu",
        code="dien-tich-dau",
        unit="ha",
        planned_min=Decimal("5.6000"),
        planned_max=Decimal("5.6000"),
        actual=Decimal("7.6000"),
        ref="/chi-tieu/2/",
    ),
    TargetRow(
        indicator="Số hộ trồng dâu",
        code="ho-trong-dau",
        unit="hộ",
        planned_min=Decimal("23.0000"),
        planned_max=Decimal("23.0000"),
        actual=Decimal("26.0000"),
        ref="/chi-tieu/3/",
    ),
)

WARNINGS = (
    Warning_(
        code="published_total",
        message="Tổng hỗ trợ công bố khác tổng tính từ bản ghi 14.250.000 đồng",
        stated="2.230.000.000 đồng",
        computed="2.215.750.000 đồng",
        ref=ref(),
    ),
    Warning_(
        code="stated_change",
        message="Diện tích dâu tăng so với kế hoạch: số công bố khác hiệu của kết quả và kế hoạch",
        stated="2,6 ha",
        computed="2,0 ha",
        ref="/chi-tieu/2/",
    ),
    Warning_(
        code="stated_class",
        message="Số 35 cuối năm 2022 công bố là hộ nghèo, đứng ở vị trí của hộ cận nghèo; đề nghị xác nhận",
        stated="35 hộ nghèo",
        computed="35 hộ cận nghèo",
        ref="/dia-ban/phu-son/",
    ),
    Warning_(
        code="ambiguous_number",
        message="Giá trị quà tặng của Đoàn xã Phú Sơn viết lẫn dấu chấm và dấu phẩy; đề nghị xác nhận",
        stated="“102,750.000 đồng”",
        computed="102.750.000 đồng",
        ref="/ho-tro/9/",
    ),
)

PRETIENG = Summary(
    year=2022,
    scope=Scope(type="campaign", code="pretieng-2022", name="Dân vận khéo Pretieng 2022"),
    totals=Totals(
        support_vnd=2_215_750_000,
        loan_vnd=140_000_000,
        supports=12,
        unvalued=3,
        houses=21,
        loans=1,
        ref=ref(),
        support_ref=ref(loai="ho-tro"),
        loan_ref=ref(loai="cho-vay"),
        unvalued_ref=ref(chua_quy="1"),
        houses_ref=ref(hinh_thuc="nha-o"),
    ),
    published=PublishedTotals(
        support_vnd=2_230_000_000,
        loan_vnd=140_000_000,
        all_vnd=2_370_000_000,
        publisher="Ban Dân vận Huyện ủy Lâm Hà",
        published_on=date(2023, 2, 20),
        ref="/dot/pretieng-2022/#cong-bo",
    ),
    by_organization=BY_ORGANIZATION,
    by_source=BY_SOURCE,
    by_area=BY_AREA,
    by_form=BY_FORM,
    by_month=(MonthRow(month="2022", support_vnd=2_215_750_000, loan_vnd=140_000_000, supports=12, ref=ref()),),
    unvalued=(
        UnvaluedRow(
            description="“Kỳ nghỉ hồng”: trồng dâu",
            quantity=Decimal("0.6000"),
            unit="ha",
            organization=YOUTH,
            ref="/ho-tro/6/",
        ),
        UnvaluedRow(
            description="Sữa cho trẻ em", quantity=Decimal(700), unit="phần", organization=YOUTH, ref="/ho-tro/8/"
        ),
        UnvaluedRow(
            description="50 cán bộ, chiến sĩ trồng dâu",
            quantity=Decimal(50),
            unit="ngày công",
            organization=SOLDIERS,
            ref="/ho-tro/12/",
        ),
    ),
    targets=TARGETS,
    poverty=(
        PovertyRow(poverty_class="poor", start=43, end=37, ref="/dia-ban/phu-son/#ho-ngheo"),
        PovertyRow(poverty_class="near_poor", start=38, end=35, ref="/dia-ban/phu-son/#ho-ngheo"),
    ),
    warnings=WARNINGS,
    supports=SUPPORTS,
    models=(),
    context=Context(
        place="thôn Pretieng 1 và thôn Pretieng 2, xã Phú Sơn",
        hamlets=("thôn Pretieng 1", "thôn Pretieng 2"),
        organizations=(FRONT, FARMERS, WOMEN, YOUTH, COMMUNE_YOUTH, RED_CROSS, SOLDIERS),
        root="huyện Lâm Hà",
        superior="tỉnh Lâm Đồng",
        poverty_standard="tiêu chí đa chiều giai đoạn 2016-2020",
        poverty_source="Ban Dân vận Huyện ủy Lâm Hà, công bố ngày 20/02/2023",
        cutoff=date(2022, 12, 31),
        coverage=Coverage(reported=7, expected=7, noun="đơn vị", ref=ref()),
    ),
)

EMPTY = Summary(
    year=2024,
    scope=Scope(type="area", code="da-don", name="xã Đạ Đờn"),
    totals=Totals(support_vnd=0, loan_vnd=0, supports=0, unvalued=0, houses=0),
)

MODELS = (
    ModelRow(label="Đăng ký", collective=12, individual=3, ref="/mo-hinh/?giai-doan=dang-ky"),
    ModelRow(label="Được công nhận", collective=9, individual=2, ref="/mo-hinh/?giai-doan=cong-nhan"),
)
