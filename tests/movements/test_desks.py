"""Every desk of the programme side: made, changed and read by whom it should, refused to the others."""

from html import unescape
from typing import Any

import pytest

from tests.cast import Cast
from tests.movements.desk_case import Case
from tests.movements.desk_cases import CASES
from tests.movements.pages import as_

desks = pytest.mark.parametrize("case", CASES, ids=[case.path.strip("/") for case in CASES])


def make(case: Case, cast: Cast, **changes: Any) -> Any:
    """What the writer makes through the form."""
    before = set(case.model.objects.values_list("pk", flat=True))
    answer = as_(getattr(cast, case.writer)).post(f"{case.path}them/", case.post(cast, **changes))
    assert answer.status_code == 302, unescape(answer.content.decode())
    return case.model.objects.exclude(pk__in=before).get()


@desks
def test_who_may_makes_it_and_reads_it(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    page = as_(getattr(cast, case.writer)).get(f"{case.path}{made.pk}/")
    assert page.status_code == 200
    assert case.shows in unescape(page.content.decode())


@desks
def test_who_may_changes_it(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    client = as_(getattr(cast, case.writer))
    form = client.get(f"{case.path}{made.pk}/sua/")
    assert form.status_code == 200
    answer = client.post(f"{case.path}{made.pk}/sua/", {**case.post(cast), "version": made.version, **case.change})
    assert answer.status_code == 302, unescape(answer.content.decode())
    made.refresh_from_db()
    assert made.version == 2


@desks
def test_a_stale_save_shows_both_versions(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    client = as_(getattr(cast, case.writer))
    client.post(f"{case.path}{made.pk}/sua/", {**case.post(cast), "version": 1, **case.change})
    late = client.post(f"{case.path}{made.pk}/sua/", {**case.post(cast), "version": 1})
    assert late.status_code == 409


@desks
def test_a_role_without_the_right_is_refused(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    if case.is_record:
        made = cast.approve(made)
    leader = as_(cast.lanhdao)
    assert leader.get(case.path).status_code == 200
    assert leader.get(f"{case.path}{made.pk}/").status_code == 200
    for address in (f"{case.path}them/", f"{case.path}{made.pk}/sua/"):
        assert leader.get(address).status_code == 403
        assert leader.post(address, case.post(cast)).status_code == 403
    made.refresh_from_db()
    assert made.version == 1


@desks
def test_a_wrong_entry_is_answered_at_its_field_and_stays(case: Case, cast: Cast) -> None:
    before = case.model.objects.count()
    answer = as_(getattr(cast, case.writer)).post(f"{case.path}them/", case.post(cast, **case.bad))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert case.says in page
    assert 'class="err-sum"' in page
    assert case.model.objects.count() == before


@pytest.mark.parametrize("case", [c for c in CASES if hasattr(c.model, "scope")], ids=lambda c: c.path.strip("/"))
def test_what_lies_elsewhere_does_not_exist(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    for stranger in (cast.canbo_melinh, cast.mttq_ductrong):
        client = as_(stranger)
        assert client.get(f"{case.path}{made.pk}/").status_code == 404
        assert client.get(f"{case.path}{made.pk}/sua/").status_code == 404
        assert client.post(f"{case.path}{made.pk}/sua/", case.post(cast)).status_code == 404
        assert f"{case.path}{made.pk}/" not in client.get(case.path).content.decode()


@desks
def test_a_list_answers_search_place_year_and_export(case: Case, cast: Cast) -> None:
    made = make(case, cast)
    client = as_(cast.mttq)
    assert f"{case.path}{made.pk}/" in client.get(case.path).content.decode()
    assert client.get(f"{case.path}?noi=lam-ha&nam=2022&sort=-name").status_code == 200
    assert f"{case.path}{made.pk}/" not in client.get(f"{case.path}?tim=khong-co-gi-nhu-the").content.decode()
    sheet = client.get(f"{case.path}?xuat=csv")
    assert sheet.status_code == 200
    assert len(b"".join(sheet).splitlines()) == case.model.objects.count() + 1
