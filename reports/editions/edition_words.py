"""What the keys of `annual_summary`'s JSON are called where two of them are compared."""

from collections.abc import Mapping
from typing import Any

SECTIONS = {
    "totals": "Tổng", "published": "Số đã công bố", "difference": "Chênh lệch với số đã công bố",
    "by_organization": "Đơn vị", "by_source": "Nguồn", "by_area": "Địa bàn", "by_form": "Hình thức",
    "by_month": "Thời gian", "unvalued": "Chưa quy thành tiền:", "targets": "Chỉ tiêu", "poverty": "Hộ",
    "supplements": "Bổ sung cho kỳ trước:", "poverty_flows": "Biến động hộ nghèo:",
    "targets_by_area": "Chỉ tiêu theo xã:", "before": "Kỳ trước", "indicators": "Phụ lục số liệu",
    "programme": "Mô hình “Dân vận khéo”", "recipients": "Danh sách nhận hỗ trợ", "by_year": "Thời gian",
    "unplaced": "Chưa rõ thời gian", "models": "Mô hình", "joint": "Cùng làm",
}  # fmt: skip

WORDS = {
    "support_vnd": "hỗ trợ", "loan_vnd": "cho vay", "all_vnd": "hỗ trợ và cho vay", "joint_vnd": "hỗ trợ cùng làm",
    "supports": "số khoản", "joint_supports": "số khoản cùng làm", "unvalued": "số khoản chưa quy thành tiền",
    "houses": "nhà ở xây mới", "loans": "số khoản vay", "households": "lượt hộ", "planned_min": "kế hoạch (từ)",
    "planned_max": "kế hoạch (đến)", "actual": "thực hiện", "difference": "chênh lệch với kế hoạch",
    "percent": "tỷ lệ (%)", "start": "đầu kỳ", "end": "cuối kỳ", "change": "tăng, giảm", "quantity": "số lượng",
    "total": "cộng", "reported": "số xã đã báo cáo", "areas": "xã", "whole": "mỗi việc một lần",
    "each": "cộng theo đơn vị", "again": "phần tính lại", "pairs": "cặp", "date": "ngày", "counted": "tính vào",
    "estimate": "ước cả năm", "last_year": "cùng kỳ năm trước", "expected": "số xã phải báo cáo",
    "collective": "tập thể", "individual": "cá nhân", "steps": "từng bước", "boards": "bảng", "rows": "dòng",
    "cohorts": "lớp mô hình", "began": "bắt đầu", "quotas": "chỉ tiêu giao", "short": "còn thiếu",
    "recognised": "được công nhận", "value": "đã công bố", "held": "tính từ bản ghi", "names": "người nhận",
    "grouped": "theo nhóm", "unnamed": "chưa ghi tên", "named": "đã ghi tên", "amount_vnd": "số tiền",
    "count": "số lượng", "area": "địa bàn",
}  # fmt: skip

NAMES = ("indicator", "name", "label", "description", "key", "title", "step", "form", "support", "unit")

CLASSES = {"poor": "nghèo", "near_poor": "cận nghèo"}


def row_words(section: str, row: Mapping[str, Any]) -> str:
    """How a row is named in a sentence: its name, else what else tells it from the others."""
    if section == "poverty" and row.get("class") in CLASSES:
        return CLASSES[str(row["class"])]
    if month := row.get("month"):
        year, _, number = str(month).partition("-")
        return f"tháng {int(number)}/{year}" if number else f"năm {year}, chưa rõ tháng"
    if row.get("channel"):
        return f"{row['channel']} và {row.get('joint', '')}"
    if "year" in row:
        return f"năm {row['year']} {row.get('type', '')}".rstrip()
    named = next((row[name] for name in NAMES if row.get(name)), "")
    return f"“{named}”" if named else str(row.get("code") or row.get("class") or "")
