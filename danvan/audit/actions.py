"""What each action of the journal is called, in one place for the history of a record and for the whole journal."""

from typing import NamedTuple


class Action(NamedTuple):
    """What somebody did, said after their name; the shape of its mark (ok, wait, bad, none)."""

    said: str
    shape: str = "none"


ACTIONS: dict[str, Action] = {
    # of records and catalogues
    "create": Action("ghi mới"), "update": Action("sửa"), "delete": Action("xóa"),
    "submit": Action("gửi", "wait"), "confirm": Action("xác nhận", "ok"), "accept": Action("tiếp nhận", "ok"),
    "return": Action("đề nghị làm rõ", "bad"), "withdraw": Action("rút"),
    "propose": Action("đề nghị sửa", "wait"), "correct": Action("duyệt đề nghị sửa", "ok"),
    "refuse": Action("không duyệt đề nghị", "bad"),
    "attach": Action("thêm minh chứng"), "detach": Action("bỏ minh chứng"),
    "mark": Action("sửa mô tả, dấu của minh chứng"),
    "supplement": Action("ghi bổ sung cho kỳ đã chốt"), "handover": Action("bàn giao"),
    "lineage": Action("ghi tách, nhập hộ"), "unlineage": Action("bỏ dòng tách, nhập hộ"),
    "merge_propose": Action("đề nghị gộp hồ sơ trùng", "wait"), "merge": Action("gộp hồ sơ trùng", "ok"),
    "merge_refuse": Action("không duyệt đề nghị về gộp hồ sơ", "bad"),
    "unmerge_propose": Action("đề nghị bỏ gộp hồ sơ", "wait"), "unmerge": Action("bỏ gộp hồ sơ"),
    "reveal": Action("xem số định danh"), "review_year": Action("ghi kết quả rà soát của năm"),
    # of a model's year after its acceptance
    "join": Action("ghi tham gia mô hình"), "life_join": Action("thêm hộ tham gia"),
    "life_start": Action("bắt đầu triển khai"), "life_note": Action("ghi nhật ký, kết quả"),
    "life_self_assess": Action("tự đánh giá", "wait"), "life_appraise": Action("thẩm định", "ok"),
    "life_recognise": Action("ghi quyết định công nhận", "ok"), "life_refuse": Action("ghi không công nhận", "bad"),
    "life_exemplary": Action("ghi tiêu biểu", "ok"), "life_award": Action("ghi khen thưởng", "ok"),
    "life_replicate": Action("ghi nhân rộng", "ok"), "life_carry_over": Action("chuyển tiếp sang năm sau", "ok"),
    "life_stop": Action("ngừng mô hình", "bad"), "life_take_back": Action("thu lại một bước", "bad"),
    # of lists and periods
    "import": Action("nhập từ Excel"), "hand_over": Action("giao lô nhập cho đồng nghiệp"),
    "drop": Action("bỏ lô nhập"), "export": Action("tải danh sách"), "issue": Action("ban hành báo cáo", "ok"),
    "reissue": Action("mở lại báo cáo để ban hành lại"),
    "close": Action("chốt số liệu"), "reopen": Action("mở lại kỳ đã chốt"),
    "exception": Action("cho ngoại lệ vào kỳ đã chốt"), "exception_end": Action("kết thúc sớm ngoại lệ"),
    "reorganize": Action("ghi sắp xếp đơn vị"), "unreorganize": Action("hoàn tác sắp xếp đơn vị"),
    "rebuild": Action("tính lại số liệu"), "setting": Action("đổi thiết lập của cổng"),
    # of drafts of reports
    "report_begin": Action("mở dự thảo báo cáo"), "report_words": Action("sửa lời báo cáo"),
    "report_restore": Action("khôi phục bản dự thảo"), "report_comment": Action("góp ý dự thảo"),
    "report_resolve": Action("giải quyết ý kiến", "ok"), "report_send": Action("gửi kiểm tra báo cáo", "wait"),
    "report_check": Action("kiểm tra báo cáo", "ok"), "report_sign": Action("duyệt ký báo cáo", "ok"),
    "report_return": Action("trả lại dự thảo báo cáo", "bad"), "report_drop": Action("bỏ dự thảo báo cáo", "bad"),
    # of accounts
    "login": Action("đăng nhập"), "logout": Action("đăng xuất"), "password": Action("đổi mật khẩu của mình"),
    "reset": Action("cấp lại mật khẩu"),
}  # fmt: skip


def action_of(code: str) -> Action:
    """An action that nobody named here is said by its code."""
    return ACTIONS.get(code) or Action(code)
