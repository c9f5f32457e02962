"""Every list leaves as XLSX and CSV, exactly what is shown; a new page is a list, or says why it is none."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from danvan.accounts.models import User
from danvan.audit.models import Entry
from tests.pages.test_budgets import QUERIED, plain_routes

pytestmark = [pytest.mark.usefixtures("_made"), pytest.mark.django_db]

NO_LIST = {
    "account_new": "a form", "close": "a form", "reports:index": "the choice of a report", "settings": "a form",
    "admin_home": "links", "help": "text", "read_back": "answers a field", "submit_ready": "takes a step",
    "dashboard": "figures; each leads to its list", "reports:page": "a report, which leaves as PDF, XLSX and JSON",
    "verify": "a form",
    "my_work": "what to do next; its records stand in their lists",
    "imports:index": "files on their way in, known to their owner alone", "password_change": "a form",
    "password_change_done": "text", "supports:understood": "answers a form", "supports:quick": "a form",
    "supports:quick_row": "answers the grid", "supports:quick_send": "answers the grid",
    "area_reorganizations_new": "a form", "level": "a form", "organization_reorganizations_new": "a form",
    "poverty_task": "a form", "poverty_said": "answers the dashboard",
    "supports:quick_source": "answers the grid", "households:find": "answers a field",
    "target_grid": "a form; the comparison takes its figures out", "target_box": "answers the grid",
    "target_step": "takes a step", "model_years:register": "a form",
    "reports:drafts": "drafts on their way; each leaves as a file once issued", "reports:draft_new": "a form",
    "check_figures": "a form; its findings leave by manage.py check_figures",
    "model_years:offers": "what waits for one's own place; the models stand in their list",
}  # fmt: skip
OTHER_LISTS = {"accounts", "journal", "closings", "delegations", "inbox", "households:duplicates", "left_out", "often",
               "blank_hamlets", "late", "model_board", "reports:editions", "model_late", "model_survival",
               "area_reorganizations", "target_reported", "target_compare",
               "organization_reorganizations",
               "poverty", "poverty_households", "activities:calendar", "solutions", "reports:compare"}  # fmt: skip
WIDEST = ("mttq.truong", "quantri", "mttq", "bandanvan")
# pages of several lists
TWO = {"late": ("bang=buoc", "bang=nguoi"), "target_reported": ("bang=xa", "bang=chi-tieu"),
       "target_compare": ("bang=so-sanh", "bang=xa"),
       "model_late": ("bang=chi-tieu", "bang=mo-hinh"),
       "model_board": ("bang=buoc", "bang=linh-vuc", "bang=don-vi", "bang=xa")}  # fmt: skip


def lists() -> list[str]:
    return [name for name in plain_routes() if name.endswith(":list") or name in OTHER_LISTS]


def test_every_page_is_a_list_or_says_why_it_is_none() -> None:
    pages = {name for name in plain_routes() if not name.endswith(":new")}
    assert NO_LIST.keys() == pages - set(lists()), NO_LIST.keys() ^ (pages - set(lists()))
    assert OTHER_LISTS <= pages


@pytest.mark.parametrize("name", lists())
def test_every_list_leaves_as_xlsx_and_csv(name: str) -> None:
    page, client = f"{reverse(name)}{QUERIED.get(name, '?nam=2022')}", Client()
    reads = []
    for login in WIDEST:
        client.force_login(User.objects.get(username=login))
        shown = client.get(page)
        reads += [login] if shown.status_code == 200 else []
        if b"xuat=xlsx" in shown.content:
            break
        assert b'<table class="list' not in shown.content, "rows that cannot be taken out"
    else:  # the demo has no row of it: there is nothing to link to
        client.force_login(User.objects.get(username=reads[0]))
    for table in TWO.get(name, ("",)):
        said = Entry.objects.filter(action="export").count()
        xlsx, csv_ = (client.get(f"{page}&{table}&xuat={fmt}") for fmt in ("xlsx", "csv"))
        assert (xlsx.status_code, csv_.status_code) == (200, 200)
        sheet: Any = openpyxl.load_workbook(io.BytesIO(xlsx.content)).active
        assert sheet.freeze_panes == "A2" and csv_.content.startswith(b"\xef\xbb\xbf")
        assert Entry.objects.filter(action="export").count() == said + 2
        assert client.get(f"{page}&{table}&xuat=pdf").status_code == 404


def test_a_list_of_records_leaves_to_be_changed_too(client: Client) -> None:
    client.force_login(User.objects.get(username="canbo.phuson"))
    page = client.get("/ho-tro/?nam=2022")
    assert "Tải để sửa" in page.content.decode()
    sheet: Any = openpyxl.load_workbook(io.BytesIO(client.get("/ho-tro/?nam=2022&sua=xlsx").content)).active
    heads = [cell.value for cell in sheet[1]]
    assert heads[:3] == ["Mã", "Phiên bản", "Ngày"] and heads[-1] == "Lý do sửa"
    assert sheet.max_row - 1 == page.context["shown"].count and str(sheet["A2"].value).startswith("HT-")
    client.force_login(User.objects.get(username="lanhdao"))
    assert "Tải để sửa" not in client.get("/ho-tro/?nam=2022").content.decode()
    assert client.get("/ho-tro/?nam=2022&sua=xlsx").status_code == 403
