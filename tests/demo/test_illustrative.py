"""The illustrative years: marked, apart from the case, alive, and kept by the same rules as real ones."""

import pytest
from django.apps import apps
from django.db.models import F

from beneficiaries.models import Support
from danvan.accounts.models import User
from danvan.audit import journal
from danvan.figures import effects
from danvan.records import services
from danvan.records.models import Correction, PeriodClosing, Record, StepTaken
from movements.models import Area

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.slow]

RECORDS = [model for model in apps.get_models() if issubclass(model, Record) and not model._meta.abstract]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_kind_of_record_is_there_and_only_published_facts_are_unmarked(model: type[Record]) -> None:
    assert model.objects.filter(illustrative=True, status="approved").exists()
    plain = model.objects.filter(illustrative=False)
    if model is Support:
        plain = plain.exclude(campaign__code="pretieng-2022")
    elif model.__name__ in ("Target", "AreaPoverty"):
        plain = plain.exclude(note__contains="công bố ngày 20/02/2023")
    assert not plain.exists()


def test_the_years_are_2021_to_2025() -> None:
    for model in RECORDS:
        years = set(model.objects.exclude(year=None).values_list("year", flat=True))
        assert years <= {2021, 2022, 2023, 2024, 2025}
    for year in (2021, 2022, 2023, 2024, 2025):
        assert Support.objects.filter(year=year, status="approved", illustrative=True).count() >= 15


def test_every_commune_and_every_form_has_something() -> None:
    supports = Support.objects.filter(status="approved", illustrative=True)
    old = Area.objects.filter(parent__code="lam-ha", level="commune").values_list("code", flat=True)
    assert set(old) <= set(supports.values_list("area__code", flat=True))
    assert supports.filter(area__name__endswith="Lâm Hà", date__gte="2025-07-01").exists()
    assert set(supports.values_list("form", flat=True)) >= {
        "house_new", "house_repair", "sanitation", "livelihood", "gift", "goods", "scholarship", "medical", "labour",
        "loan",
    }  # fmt: skip
    assert supports.filter(kind="grant", amount_vnd=None).exists()
    assert supports.filter(recipients__household__isnull=False).exists()
    assert set(supports.values_list("date_precision", flat=True)) == {"day", "month", "quarter", "year"}


def test_nobody_took_a_step_on_their_own_record() -> None:
    for model in RECORDS:
        steps = StepTaken.objects.filter(
            record_type=model._meta.label_lower, action__in=("confirm", "accept", "return")
        ).values_list("record_id", "actor_id")
        authors = dict(model.objects.values_list("pk", "created_by_id"))
        assert steps and all(authors[record] != actor for record, actor in steps)


def test_every_approved_record_went_through_its_route() -> None:
    for support in Support.objects.filter(status="approved").select_related("organization__area"):
        taken = [step.action for step in services.steps_of(support) if step.action != "correct"]
        wanted = [action for action, _role in services.route_for(support).steps]
        assert taken == ["submit", *wanted]


def test_journal_and_figures_agree() -> None:
    assert journal.verify() == []
    assert effects.differences() == []


def test_desks_are_not_empty() -> None:
    def waits(login: str) -> int:
        return services.waiting_for(Support.objects.all(), User.objects.get(username=login)).count()

    assert waits("chutich.phuson") >= 3
    assert waits("mttq") >= 3
    mine = Support.objects.filter(created_by__username="canbo.phuson")
    assert mine.filter(status="draft").count() >= 3
    returned = mine.filter(status="returned")
    assert returned.count() == 2
    assert all(services.steps_of(support).filter(action="return").exclude(reason="").exists() for support in returned)
    assert Correction.objects.filter(state="proposed").count() == 1


def test_only_2021_is_closed_and_nothing_of_it_is_open() -> None:
    closing = PeriodClosing.objects.get()
    assert (closing.area.code, closing.start.year, closing.end.year) == ("lam-ha", 2021, 2021)
    for model in RECORDS:
        assert not model.objects.filter(year=2021).exclude(status="approved").exists()


def test_a_corrected_record_counts_with_its_new_amount() -> None:
    applied = Correction.objects.get(state="applied")
    support = Support.objects.get(pk=applied.record_id)
    assert support.amount_vnd == sum(row["amount_vnd"] for row in applied.after["contributions"])
    assert support.amount_vnd - sum(row["amount_vnd"] for row in applied.before["contributions"]) == 2_000_000
    assert applied.proposed_by_id != applied.decided_by_id


def test_the_poor_of_the_communes_add_up_to_the_district() -> None:
    from beneficiaries.models import AreaPoverty

    # Of Phú Sơn there are two more: by another source, and by another standard of the middle of 2021.
    rows = AreaPoverty.objects.filter(campaign=None, status="approved", date__month=12, source__contains="Ban Chỉ đạo")
    for year in (2021, 2022, 2023, 2024):
        district = rows.get(year=year, area__code="lam-ha")
        units = rows.filter(year=year, area__parent=F("area__parent")).exclude(area__code="lam-ha")
        assert units.count() == 16
        assert sum(unit.poor for unit in units) == district.poor
        assert sum(unit.near_poor for unit in units) == district.near_poor
    assert rows.filter(year=2025).count() == 6
