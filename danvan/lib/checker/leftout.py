"""What looks like a figure and is none: dates, years, documents, telephones, ordinals, names with a number."""

from __future__ import annotations

import re

_YEAR = r"(?:19|20)\d{2}"
_MEASURED = r"(?!\d|[.,]\d|\s?(?:triệu|tỷ|tỉ|nghìn|ngàn|tr|%|đồng|ha)(?!\w))"
_NAME = r"(?:[A-ZĐÀ-Ỹ][\w’'`ʼ]*\s+)+"
_DOCUMENTS = (
    "nghị định|nđ|luật|quyết định|qđ|thông tư|tt|nghị quyết|nq|chỉ thị|kết luận|công văn|hướng dẫn|thông tri|pháp lệnh"
    "|quy định|đề án|kế hoạch số|báo cáo số|văn bản số|số hiệu"
)

PATTERNS = (
    r"https?://\S+|www\.\S+|\S+@\S+",
    rf"(?<![\d.,])\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}(?!\d)",
    rf"(?<![\d.,/])\d{{1,2}}[/.]\d{{1,2}}\s*[-–]\s*\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}(?!\d)",
    rf"(?<![\d.,/])\d{{1,2}}[/-]{_YEAR}(?![\d/])",
    rf"(?:{_DOCUMENTS})\s+(?:số\s*:?\s*)?\d+(?:[/-][\wĐđ]+)*",
    r"(?<![\w.,])\d+(?:/\d{4})?[/-][A-ZĐ]{2,}[\wĐđ]*(?:[-/.][A-ZĐƯ][\wĐđƯư]*)*",
    rf"ngày\s+\d{{1,2}}(?:\s?[/.-]\s?\d{{1,2}}(?:[/.-]{_YEAR})?|\s+tháng\s+\d{{1,2}}(?:\s+năm\s+{_YEAR})?)?(?!\d)"
    r"(?!\s*(?:công|lao động))",
    r"(?:sáng|chiều|tối|hôm (?:qua|nay))\s+\d{1,2}\.\d{1,2}(?!\d|[.,]\d|\s?%)(?!\s*[a-zà-ỹđ])",
    r"(?:từ|đến|sáng|chiều|tối|hôm|vào)\s+\d{1,2}/\d{1,2}(?![\d/])(?!\s*[a-zà-ỹđ])",
    rf"tháng\s+\d{{1,2}}(?:\s?[/-]\s?{_YEAR})?(?!\d)",
    rf"(?:năm|nhiệm kỳ|giai đoạn|năm học|niên khóa)\s+(?:từ\s+)?{_YEAR}"
    rf"(?:\s*(?:[-–,]|đến|và|sang)\s*(?:năm\s+)?{_YEAR})*",
    rf"(?<![\d.,]){_YEAR}\s*[-–]\s*{_YEAR}(?![\d.,])",
    rf"(?<![\d.,/]){_YEAR}(?=\s?:\s?\d)",
    r"quý\s+\d(?!\d)",
    r"(?<![\w.,])\d{1,2}\s?(?:giờ|h|g)\s?\d{0,2}(?!\w)",
    r"(?<![\w.,])\d{1,2}\s+(?:tháng|năm|tuổi|quý|tuần|giờ|phút)(?!\w)",
    r"(?<![\w.,])0\d{2,3}[. ]\d{3,4}[. ]\d{3,4}(?!\d)|(?<![\w.,])0\d{8,11}(?!\d)|(?<![\w.,])\d{12}(?!\d)",
    r"(?:điện thoại|đt|sđt|hotline|fax|tài khoản|stk|cccd|cmnd|mã số)\s*(?:số)?\s*[:.]?\s*[\d. -]+",
    rf"(?<!\w)(?i:thôn|buôn|tổ dân phố|tổ|ấp|xóm|khu phố|quận|phường)\s+{_NAME}\d{{1,2}}"
    rf"(?:\s*(?:và|,)\s+(?:thôn\s+)?{_NAME}\d{{1,2}})*" + _MEASURED,
    rf"(?P<twin>{_NAME})\d{{1,2}}(?:\s*(?:và|,)\s+(?P=twin)\d{{1,2}})+" + _MEASURED,
    r"(?<!\w)(?:thứ|lần|khóa|khoá|điều|khoản|mục|phụ lục|biểu số|biểu|bảng|mẫu số|mẫu|thôn|tổ|khu phố|tdp|buôn|ấp|xóm"
    r"|lớp|quốc lộ|tiểu khu|tổ dân phố|chương|trang|cấp độ|quận|phường|đội|mục tiêu|điểm|tiêu chí|tỉnh lộ|đợt|vùng"
    r"|hình|loại|nhóm|bậc)"
    r"\s+(?:số\s+)?0?\d{1,3}(?:\.\d{1,2})*(?:\s*(?:và|,)\s+\d{1,2}(?=[\s,.;:)](?!\s*[a-zà-ỹđ])))?" + _MEASURED,
    r"(?:covid|sars|qr|tcvn|iso)[\s-]*\d[\d:.-]*",
    r"^\s*\d+(?:\.\d+)*[.)](?=\s)|^\s*\d+(?:\.\d+)+(?=\s+[A-ZĐÀ-Ỹ])",
)
_CASED = ("[A-ZĐ", "A-ZĐÀ-Ỹ")
LEFT_OUT = re.compile(
    "|".join(f"(?:{pattern})" if any(c in pattern for c in _CASED) else f"(?i:{pattern})" for pattern in PATTERNS),
    re.MULTILINE,
)
"""Words in any case; names and symbols of documents, which begin with capitals, as they are written."""
