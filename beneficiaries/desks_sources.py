"""The desks of funding sources and of conversion prices."""

from django.db.models import Q

from danvan.crud import Desk
from danvan.listing import Column, Filter, equals

from .models import FundingSource, UnitPrice


class SourceDesk(Desk):
    model = FundingSource
    title = "Nguồn kinh phí"
    new_title = "Thêm nguồn"
    intro = "Quỹ theo từng cấp, ngân sách, ngân hàng, doanh nghiệp, tổ chức tự vận động."
    related = ("organization", "area", "parent")
    columns = [
        Column("ten", "Tên", "name", head=True, sort="sort_key"),
        Column("ten-gon", "Tên gọn", "short_name"),
        Column("loai", "Loại", "get_kind_display", sort="kind"),
        Column("to-chuc", "Tổ chức", "organization.label", sort="organization__sort_key"),
        Column("dia-ban", "Địa bàn", "area.name", sort="area__sort_key"),
        Column("cap-tren", "Quỹ cấp trên", "parent.label"),
        Column("ma", "Mã", "code", sort="code"),
    ]
    filters = [Filter("loai", "Loại", equals("kind"), lambda _r: [(v, str(w)) for v, w in FundingSource.Kind.choices])]
    sections = (
        ("Nguồn nào", ("name", "short_name", "kind", "code", "aliases")),
        ("Của ai, ở đâu", ("organization", "area", "parent")),
    )


class UnitPriceDesk(Desk):
    model = UnitPrice
    title = "Đơn giá quy đổi"
    new_title = "Thêm đơn giá"
    intro = "Số quy đổi in riêng, không bao giờ cộng vào số hỗ trợ."
    columns = [
        Column("cho", "Cho", "what", head=True, sort="sort_key"),
        Column("don-vi", "Đơn vị tính", "unit"),
        Column("don-gia", "Đơn giá (đồng)", "price_vnd", kind="money", sort="price_vnd"),
        Column("tu", "Từ ngày", "valid_from", kind="date", sort="valid_from"),
        Column("den", "Đến hết ngày", "valid_to", kind="date", sort="valid_to"),
        Column("can-cu", "Căn cứ", "authority"),
    ]
    filters = [
        Filter("con", "Hiệu lực", lambda v: Q(valid_to=None) if v == "1" else None, lambda _r: [("1", "Còn áp dụng")])
    ]
