"""Hướng dẫn: how the work goes, how to type, what each figure means, what each role may; from the code's own tables."""

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from danvan.accounts.roles import ROLES
from danvan.accounts.scoping import access
from danvan.figures.definitions import DEFINITIONS
from danvan.templatetags.vn import STATES

# How amounts, counts and dates are read (danvan/lib): what one types, what the portal reads. A test reads them so.
MONEY = (
    ("1,06 tỷ", "1.060.000.000 đồng"), ("60 triệu", "60.000.000 đồng"), ("60tr", "60.000.000 đồng"),
    ("102.750.000", "102.750.000 đồng"), ("500 nghìn", "500.000 đồng"),
)  # fmt: skip
DATES = (("15/3/2022", "15/03/2022"), ("3/2022", "03/2022"), ("quý I/2022", "quý I/2022"), ("2022", "năm 2022"))
ASKED = ("102,750.000", "1.5", "0.125")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    indicators = apps.get_model("movements", "Indicator").objects.order_by("group", "sort_key")
    return render(
        request,
        "help/index.html",
        {
            "money": MONEY,
            "dates": DATES,
            "asked": ASKED,
            "definitions": DEFINITIONS,
            "indicators": indicators,
            "roles": list(ROLES.values()),
            "mine": access(request.user).roles,
            "states": [(shape, word, STATE_WORDS[key]) for key, (shape, word) in STATES.items() if key in STATE_WORDS],
        },
    )


STATE_WORDS = {
    "draft": "Đang ghi; chỉ người ghi và người cùng đơn vị sửa.",
    "confirm": "Đã gửi; đến lượt người xác nhận của xã. Không sửa trực tiếp được nữa.",
    "accept": "Đến lượt MTTQ tiếp nhận.",
    "returned": "Người xem hỏi lại, có ghi lý do. Sửa rồi gửi lại.",
    "approved": "Được tính vào số liệu. Muốn sửa hay rút thì đề nghị, người khác duyệt; số cũ còn nguyên tới lúc đó.",
    "withdrawn": "Không còn tính; nội dung vẫn giữ trong nhật ký.",
}
