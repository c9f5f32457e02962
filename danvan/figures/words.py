"""What a change did to the figures, in words."""

from collections.abc import Mapping
from decimal import Decimal

from danvan.lib import numbers

# indicator → (what people call it, its unit), in the order of importance
FIGURES = {
    "support_vnd": ("Hỗ trợ", "đồng"), "loan_vnd": ("Cho vay", "đồng"), "supports": ("Số khoản", "khoản"),
    "unvalued": ("Chưa quy thành tiền", "khoản"), "houses": ("Nhà ở", "căn"),
    "models": ("Mô hình được duyệt", "mô hình"), "models_recognised": ("Mô hình công nhận", "mô hình"),
    "models_exemplary": ("Mô hình tiêu biểu", "mô hình"), "models_awarded": ("Mô hình được khen", "mô hình"),
    "models_replicated": ("Mô hình nhân rộng", "mô hình"),
}  # fmt: skip


def moved_words(moved: Mapping[tuple[str, int | None], Decimal]) -> list[str]:
    """{(indicator, year): signed value} → "+60.000.000 đồng vào Hỗ trợ 2022"; what did not move is not said."""
    order = list(FIGURES)
    rows = sorted(moved.items(), key=lambda m: (order.index(m[0][0]) if m[0][0] in order else 99, m[0][1] or 0))
    found = []
    for (indicator, year), value in rows:
        if value:
            name, unit = FIGURES.get(indicator, (indicator, ""))
            amount = numbers.format_signed(int(value) if value == int(value) else value)
            found.append(" ".join(filter(None, (amount, unit, "vào", name, str(year or "")))))
    return found
