"""The illustrative theme of 2022 with its tasks, and recommendations that were answered, wait, or are late."""

import datetime
from datetime import date
from typing import Any

from danvan.records import catalogs
from danvan.records.models import Status, Tracked
from movements.models import Activity, Recommendation, WorkTask, WorkTheme

from .world import World

YEAR = 2022
WORDS = "Năm dân vận khéo, hướng về cơ sở, chăm lo đời sống Nhân dân"
# group, title, organisation, from, due, done on, what came of it
TASKS: tuple[tuple[str, str, str, date | None, date, date | None, str], ...] = (
    ("1", "Quán triệt chủ đề năm đến chi bộ và Ban công tác Mặt trận", "mttq-lam-ha", date(2022, 1, 10),
     date(2022, 3, 31), date(2022, 3, 25), "Đã tổ chức ở tất cả các xã, thị trấn."),
    ("1", "Tập huấn kỹ năng dân vận cho cán bộ cơ sở", "mttq-lam-ha", date(2022, 4, 1), date(2022, 6, 30),
     date(2022, 7, 12), "Hai lớp, chậm do đổi giảng viên."),
    ("2", "Đối thoại của người đứng đầu với Nhân dân ở xã Phú Sơn", "mttq-phu-son", date(2022, 5, 1),
     date(2022, 8, 31), date(2022, 8, 20), "Một cuộc, có ghi từng kiến nghị."),
    ("2", "Rà soát kiến nghị còn chưa trả lời", "mttq-lam-ha", date(2022, 9, 1), date(2022, 11, 30), None, ""),
    ("3", "Vận động làm nhà Đại đoàn kết cho hộ nghèo Pretieng", "mttq-lam-ha", date(2022, 2, 1), date(2022, 11, 18),
     date(2022, 11, 10), "Theo số công bố của đợt Pretieng."),
    ("3", "Hướng dẫn hộ nghèo vay vốn trồng dâu nuôi tằm", "hoi-nong-dan-lam-ha", date(2022, 2, 1),
     date(2022, 9, 30), date(2022, 9, 15), ""),
    ("3", "Thắp sáng đường quê", "huyen-doan-lam-ha", date(2022, 3, 1), date(2022, 12, 15), None, ""),
    ("4", "Đăng ký mô hình “Dân vận khéo” năm 2022", "mttq-lam-ha", date(2022, 1, 15), date(2022, 3, 31),
     date(2022, 3, 30), ""),
    ("4", "Tổ chức hội thi “Dân vận khéo”", "mttq-lam-ha", date(2022, 6, 1), date(2022, 9, 30), date(2022, 8, 26), ""),
    ("5", "Giám sát việc rà soát hộ nghèo", "mttq-lam-ha", date(2022, 9, 1), date(2022, 10, 31), date(2022, 11, 8),
     "Xong chậm tám ngày do chờ số liệu của xã."),
)  # fmt: skip
# words, by whom, to whom, days to the due day (None = no day), state, days to the answer, answer
ASKED: tuple[tuple[str, str, str, int | None, str, int | None, str], ...] = (
    ("Sửa đoạn đường vào thôn bị sạt sau mưa", "cử tri trong thôn", "UBND xã", 30, "answered", 21,
     "Đã san gạt, thông xe."),
    ("Kéo điện cho cụm nhà mới làm", "cử tri trong thôn", "Điện lực Lâm Hà", 45, "answered", 60, "Đã kéo đường dây."),
    ("Xem lại việc bình xét hộ nghèo ở thôn", "Ban công tác Mặt trận thôn", "UBND xã", 30, "waiting", None, ""),
)  # fmt: skip
ALONE: tuple[tuple[str, str, str, int | None, str, int | None, str], ...] = (
    ("Cấp lại sổ hộ nghèo bị hỏng", "công dân đến tiếp dân", "UBND xã", 15, "answered", 10, "Đã cấp lại."),
    ("Hỗ trợ giống dâu cho hộ mới thoát nghèo", "tổ trồng dâu", "Phòng Nông nghiệp", 30, "forwarded", None, ""),
    ("Giải quyết tranh chấp ranh đất đã có bản án", "công dân đến tiếp dân", "", None, "not_ours", 5,
     "Đã giải thích, hướng dẫn đến cơ quan thi hành án."),
    ("Mở thêm lớp xóa mù chữ buổi tối", "chi hội phụ nữ thôn", "Phòng Giáo dục", None, "waiting", None, ""),
)  # fmt: skip


def make(world: World) -> None:
    theme = _save(world, WorkTheme, {"year": YEAR, "words": WORDS, "organization": world.organizations["mttq-lam-ha"]})
    for group, title, body, start, due, done, result in TASKS:
        organization = world.organizations[body]
        _save(world, WorkTask, {
            "theme": theme, "solution": group, "title": title, "organization": organization,
            "area": organization.area, "start": start, "due": due, "done_on": done, "result": result,
        })  # fmt: skip
    dialogues = Activity.objects.filter(year=YEAR, kind_of_activity="dialogue", status=Status.APPROVED)
    for activity in dialogues.select_related("area", "organization")[:1]:
        for row in ASKED:
            _asked(world, row, activity.date, {"activity": activity, "area": activity.area,
                                               "organization": activity.organization})  # fmt: skip
    where = {"area": world.areas["phu-son"], "organization": world.organizations["mttq-phu-son"]}
    for number, row in enumerate(ALONE):
        _asked(world, row, date(YEAR, 3 + 2 * number, 15), where)


def _asked(world: World, row: Any, day: date, where: dict[str, Any]) -> None:
    words, by, to, until, state, answered, answer = row
    _save(world, Recommendation, {
        **where, "date": day, "words": words, "made_by": by, "to_words": to, "state": state, "answer": answer,
        "due": None if until is None else day + datetime.timedelta(days=until),
        "answered_on": None if answered is None else day + datetime.timedelta(days=answered),
    })  # fmt: skip


def _save(world: World, model: type[Tracked], data: dict[str, Any]) -> Any:
    return catalogs.save(world.users["mttq"], model, data, illustrative=True)
