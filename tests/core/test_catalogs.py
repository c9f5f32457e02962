"""Catalogues through their door: by right, journalled, versioned, and never deleted while something uses them."""

import json

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaries.models import FundingSource
from danvan.audit.models import Entry
from danvan.records import catalogs
from danvan.records.data import Invalid, Refused
from danvan.records.models import ConfirmationRoute
from danvan.records.services import Stale
from models_programs.models import MobilizationModel
from movements.models import Area, Assignment, Campaign, Organization
from tests.unchanged import refuses


def test_a_source_is_made_and_changed_by_the_front_and_journalled(cast):
    source = catalogs.save(cast.mttq, FundingSource, {"code": "quy-moi", "name": "Quỹ mới", "kind": "other_fund"})
    source = catalogs.save(cast.mttq, source, {"name": "Quỹ đổi tên"}, expected_version=1)
    assert (source.name, source.version) == ("Quỹ đổi tên", 2)
    assert [(e.action, e.actor) for e in Entry.objects.order_by("seq")] == [
        ("create", cast.mttq), ("update", cast.mttq),
    ]  # fmt: skip
    assert json.loads(Entry.objects.get(action="update").changes) == {"name": ["Quỹ mới", "Quỹ đổi tên"]}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("canbo_phuson", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("chutich_phuson", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("hoinongdan", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("mttq", {Area, ConfirmationRoute, Assignment}),
        ("mttq_truong", {Area, ConfirmationRoute, Assignment}),
        ("lanhdao", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("bandanvan", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("nobody", {FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment}),
        ("quantri", set()),
    ],
)
def test_each_catalogue_is_closed_to_whom_the_table_does_not_name(cast, name, changes):
    user = getattr(cast, name)
    for model in (FundingSource, Area, Organization, Campaign, ConfirmationRoute, Assignment):
        assert catalogs.may_change(user, model) is (model not in changes), model
        if model in changes:
            entry = model.objects.first()
            with refuses(PermissionDenied):
                catalogs.save(user, entry, {}, expected_version=entry.version)
            with refuses(PermissionDenied):
                catalogs.save(user, model, {})
            with refuses(PermissionDenied):
                catalogs.delete(user, entry)


def test_a_stale_save_shows_both(cast):
    catalogs.save(cast.mttq, cast.quy_huyen, {"short_name": "Quỹ huyện"}, expected_version=1)
    with refuses(Stale) as caught:
        catalogs.save(cast.mttq_2, cast.quy_huyen, {"short_name": "QVNN"}, expected_version=1)
    assert caught.value.current.short_name == "Quỹ huyện"


def test_what_is_used_is_not_deleted_and_what_is_not_is(cast):
    cast.make_support()
    with refuses(Refused) as caught:
        catalogs.delete(cast.mttq, cast.quy_huyen)
    assert "đang được dùng ở phần góp" in caught.value.message
    with refuses(Refused):
        catalogs.delete(cast.quantri, cast.phu_son)
    catalogs.delete(cast.mttq, cast.ngan_hang)
    assert not FundingSource.objects.filter(code="nhcsxh").exists()
    assert Entry.objects.first().action == "delete"


def test_a_taken_code_is_named_at_its_field(cast):
    with refuses(Invalid) as caught:
        catalogs.save(cast.mttq, FundingSource, {"code": "nhcsxh", "name": "Khác", "kind": "other_fund"})
    assert list(caught.value.errors) == ["code"]


def test_a_model_is_changed_only_within_reach(cast):
    data = {"name": "Nuôi tằm", "type": "collective", "field": cast.kinh_te, "area": cast.me_linh,
            "organization": cast.mttq_me_linh}  # fmt: skip
    with refuses(PermissionDenied):
        catalogs.save(cast.canbo_phuson, MobilizationModel, data)
    model = catalogs.save(cast.canbo_melinh, MobilizationModel, data)
    with refuses(PermissionDenied):
        catalogs.save(cast.canbo_phuson, model, {"name": "của tôi"}, expected_version=1)
    with refuses(PermissionDenied):
        catalogs.save(
            cast.canbo_melinh, model, {"area": cast.phu_son, "organization": cast.mttq_phu_son}, expected_version=1
        )
    with refuses(PermissionDenied):
        catalogs.delete(cast.canbo_phuson, model)


def test_protected_fields_are_not_written(cast):
    for field in ("version", "id", "search", "sort_key", "created_at"):
        with refuses(KeyError):
            catalogs.save(cast.mttq, cast.quy_huyen, {field: 7}, expected_version=1)
    with refuses(KeyError):
        catalogs.save(cast.quantri, cast.phu_son, {"path": "1."}, expected_version=1)
