"""Legal bases and criteria by year, as data: from which year a text may rest on each, until which, and what follows it.

Only what has a source here is judged. `words` is searched in lower-case text; `first` and `last` are the years whose
reports may apply it (None: no bound); what changed within a year is left alone in that year. A base that was replaced
may still be told of as the past: `legal.py` leaves sentences alone that say so.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """One base. `instead` says what holds outside its years, `source` where that is written; `near`: what its sentence
    must say too, for words that are not a base by themselves."""

    name: str
    words: str
    first: int | None
    last: int | None
    instead: str
    source: str
    near: str = ""


_ND07 = "Nghị định 07/2021/NĐ-CP, Nghị định 30/2025/NĐ-CP"
BASES = (
    Basis(
        "chuẩn nghèo đa chiều 2016–2020",
        r"(?:chuẩn|tiêu chí|đa chiều)[^.;]{0,60}?2016\s*[-–]\s*2020|(?:qđ|quyết định)(?: số)? ?59/2015",
        2016, 2021, "từ năm 2022 áp dụng chuẩn của Nghị định 07/2021/NĐ-CP", _ND07,
    ),
    Basis(
        "chuẩn nghèo đa chiều của Nghị định 07/2021/NĐ-CP",
        r"(?:chuẩn nghèo|nghèo đa chiều|chuẩn)[^.;]{0,40}?202[12]\s*[-–]\s*2025|(?:nđ|nghị định)(?: số)? ?0?7/2021",
        2021, 2026, "chuẩn này áp dụng từ năm 2022 đến hết năm 2026; giai đoạn 2027–2030 có chuẩn mới", _ND07,
    ),
    Basis(
        "chuẩn nghèo đa chiều 2027–2030", r"(?:chuẩn|đa chiều)[^.;]{0,40}?2027\s*[-–]\s*2030", 2027, 2030,
        "đến hết năm 2026 vẫn áp dụng chuẩn của Nghị định 07/2021/NĐ-CP",
        "Chuẩn nghèo đa chiều quốc gia giai đoạn 2027–2030 (báo Huế ngày nay)",
    ),
    Basis(
        "mức chuẩn nghèo 700.000, 900.000 đồng của giai đoạn 2016–2020",
        r"(?<![\d.,])[79]00\.000 ?(?:đồng|đ)? ?/ ?(?:1 )?người ?/ ?tháng", 2016, 2021,
        "từ năm 2022 là 1.500.000 đồng ở nông thôn, 2.000.000 đồng ở đô thị", _ND07, near=r"chuẩn|hộ nghèo",
    ),
    Basis(
        "mức chuẩn nghèo 1.500.000, 2.000.000 đồng",
        r"(?<![\d.,])(?:1\.500|2\.000)\.000 ?(?:đồng|đ)? ?/ ?(?:1 )?người ?/ ?tháng", 2021, 2026,
        "mức này áp dụng từ năm 2022 đến hết năm 2026", _ND07, near=r"chuẩn (?:hộ )?nghèo|chuẩn thu nhập|hộ nghèo theo",
    ),
    Basis(
        "mức chuẩn nghèo 2.200.000, 2.800.000 đồng của giai đoạn 2027–2030",
        r"(?<![\d.,])2\.[28]00\.000 ?(?:đồng|đ)? ?/ ?(?:1 )?người ?/ ?tháng", 2027, 2030,
        "đến hết năm 2026 là 1.500.000 đồng ở nông thôn, 2.000.000 đồng ở đô thị",
        "Chuẩn nghèo đa chiều quốc gia giai đoạn 2027–2030 (báo Huế ngày nay)", near=r"chuẩn|hộ nghèo theo",
    ),
    Basis(
        "Nghị định 30/2025/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?30/2025", 2025, 2026,
        "sửa Nghị định 07/2021/NĐ-CP từ 2025", _ND07,
    ),
    Basis(
        "Luật 97/2025/QH15", r"luật(?: số)? ?97/2025", 2025, None, "có hiệu lực từ 01/7/2025",
        "Luật 97/2025/QH15, 27/6/2025",
    ),
    Basis(
        "Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn (34/2007/PL-UBTVQH11)",
        r"34/2007/pl|pháp lệnh(?: số)?(?: về)?(?: việc)? thực hiện (?:quy chế )?dân chủ ở (?:xã|cơ sở)"
        r"(?:, phường(?:,| và) thị trấn)?(?: năm 2007)?", 2007, 2023,
        "từ 01/7/2023 thay bằng Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15", "Luật 10/2022/QH15, 10/11/2022",
    ),
    Basis(
        "Luật Thực hiện dân chủ ở cơ sở 10/2022/QH15",
        r"luật(?: số)? ?10/2022/qh|luật thực hiện dân chủ ở cơ sở(?: năm 2022)?", 2022, None,
        "có hiệu lực từ 01/7/2023", "Luật 10/2022/QH15, 10/11/2022",
    ),
    Basis(
        "Nghị định 91/2017/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?91/2017", 2017, 2023,
        "từ 01/01/2024 thay bằng Nghị định 98/2023/NĐ-CP", "Nghị định 98/2023/NĐ-CP, 31/12/2023",
    ),
    Basis(
        "Nghị định 98/2023/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?98/2023", 2023, None, "có hiệu lực từ 01/01/2024",
        "Nghị định 98/2023/NĐ-CP, 31/12/2023",
    ),
    Basis(
        "tiêu chí xã nông thôn mới 2016–2020 (1980/QĐ-TTg)", r"1980/qđ-ttg", 2016, 2022,
        "giai đoạn 2021–2025 theo Quyết định 318/QĐ-TTg", "Quyết định 318/QĐ-TTg, 08/3/2022",
    ),
    Basis(
        "Nghị định 13/2023/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?13/2023", 2023, 2025,
        "từ 01/01/2026 thay bằng Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP", "Nghị định 356/2025/NĐ-CP, 31/12/2025",
    ),
    Basis(
        "Nghị định 356/2025/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?356/2025|luật(?: số)? ?91/2025", 2025, None,
        "có hiệu lực từ 01/01/2026", "Nghị định 356/2025/NĐ-CP; Luật 91/2025/QH15",
    ),
    Basis(
        "Nghị định 64/2008/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?64/2008", 2008, 2021,
        "từ 11/12/2021 thay bằng Nghị định 93/2021/NĐ-CP", "Nghị định 93/2021/NĐ-CP, 27/10/2021",
    ),
    Basis(
        "Nghị định 93/2021/NĐ-CP", r"(?:nđ|nghị định)(?: số)? ?93/2021", 2021, None, "có hiệu lực từ 11/12/2021",
        "Nghị định 93/2021/NĐ-CP, 27/10/2021",
    ),
    Basis(
        "quy chế Quỹ “Vì người nghèo” 924/QĐ-MTTƯ", r"924[/-]qđ", 2006, 2016,
        "thay bằng Quyết định 1198/QĐ-MTTW-ĐCT", "Quyết định 1198/QĐ-MTTW-ĐCT, 29/12/2016",
    ),
    Basis(
        "cấp huyện",
        r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|mttq(?: việt nam)?|ban dân vận|hội nông dân"
        r"|hội liên hiệp phụ nữ|hội lhpn|hội cựu chiến binh|hội chữ thập đỏ) huyện"
        r"|huyện ủy|huyện uỷ|huyện đoàn|cấp huyện|các huyện",
        None, 2025, "cấp huyện kết thúc hoạt động từ 01/7/2025",
        "Nghị quyết 1671/NQ-UBTVQH15, 16/06/2025; tổ chức chính quyền địa phương hai cấp từ 01/7/2025",
    ),
    Basis(
        "Quyết định 217-QĐ/TW, 218-QĐ/TW", r"21[78][/-]qđ/?-?tw", 2013, None, "ban hành ngày 12/12/2013",
        "217-QĐ/TW, 218-QĐ/TW, 12/12/2013",
    ),
)  # fmt: skip
