"""What differs between two issues is said in the report's words, whatever part of the figures it stands in."""

from decimal import Decimal
from typing import Any

from reports.editions.edition_changes import changed


def figures(actual: str, count: int, vnd: int) -> dict[str, Any]:
    return {
        "indicators": [{"group": "D", "code": "qua", "indicator": "Trị giá quà tặng", "unit": "đồng", "actual": actual,
                        "last_year": "5", "from": "records", "own": False}],
        "programme": {"steps": [{"code": "dk", "label": "Đăng ký", "collective": count, "individual": 0}],
                      "cohorts": [{"year": 2022, "type": "tập thể", "began": count, "after": [1]}],
                      "quotas": [{"unit": "Xã Phú Sơn", "collective": 1, "individual": 1, "short": count}]},
        "recipients": {"supports": 1, "names": [{"name": "K’Lũ", "place": "Phú Sơn", "support": "Xây nhà",
                                                 "amount_vnd": vnd}]},
        "by_year": [{"year": 2022, "support_vnd": vnd, "unvalued": 0}],
        "unplaced": {"supports": count, "support_vnd": 0, "loan_vnd": 0},
        "before": {"models": [{"step": "Đăng ký", "total": count}]},
    }  # fmt: skip


def test_every_difference_is_named_in_vietnamese_with_its_size() -> None:
    said = {one.label: one.difference for one in changed(figures("10", 1, 60), figures("12.5", 4, 75))}
    assert said == {
        "Phụ lục số liệu “Trị giá quà tặng”: thực hiện": Decimal("2.5"),
        "Mô hình “Dân vận khéo”: từng bước “Đăng ký”: tập thể": 3,
        "Mô hình “Dân vận khéo”: lớp mô hình năm 2022 tập thể: bắt đầu": 3,
        "Mô hình “Dân vận khéo”: chỉ tiêu giao “Xã Phú Sơn”: còn thiếu": 3,
        "Danh sách nhận hỗ trợ: người nhận “K’Lũ”: số tiền": 15,
        "Thời gian năm 2022: hỗ trợ": 15,
        "Chưa rõ thời gian: số khoản": 3,
        "Kỳ trước: Mô hình “Đăng ký”: cộng": 3,
    }
