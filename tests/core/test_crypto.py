"""Field encryption: versioned keys, their rotation, wrong keys, and hashes for look-up."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from beneficiaries.models import Household
from danvan import crypto

CCCD = "068177001234"


def stored(household: Household) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cccd FROM beneficiaries_household WHERE id = %s", [household.pk])
        return cursor.fetchone()[0]


def test_an_id_number_is_ciphertext_in_the_database_and_masked_on_the_screen(cast):
    household = cast.make_household(cccd=CCCD)
    assert CCCD not in stored(household)
    again = Household.objects.get(pk=household.pk)
    assert again.cccd == CCCD
    assert again.masked_cccd == "••••••••1234"


def test_the_same_number_twice_is_different_ciphertext_and_one_hash():
    assert crypto.encrypt(CCCD) != crypto.encrypt(CCCD)
    assert crypto.keyed_hash(CCCD) == crypto.keyed_hash(CCCD) != crypto.keyed_hash("068177001235")


def test_the_hash_hangs_on_the_secret(settings):
    before = crypto.keyed_hash(CCCD)
    settings.SECRET_KEY = "another"
    assert crypto.keyed_hash(CCCD) != before


def test_a_number_that_another_household_holds_is_refused(cast):
    from danvan.records.data import Invalid

    cast.make_household(cccd=CCCD)
    with pytest.raises(Invalid) as caught:
        cast.make_household(head="K’Brẻo", cccd="068 177 001 234")
    assert list(caught.value.errors) == ["cccd"]


def test_keys_are_rotated_without_a_gap(cast, settings):
    settings.FIELD_KEYS = ["v1:first secret"]
    household = cast.make_household(cccd=CCCD)
    assert stored(household).startswith("v1:")
    settings.FIELD_KEYS = ["v2:second secret", "v1:first secret"]
    household = Household.objects.get(pk=household.pk)
    assert household.cccd == CCCD  # the old key still reads
    household.save()
    assert stored(household).startswith("v2:")  # what is written again is written under the new one
    settings.FIELD_KEYS = ["v2:second secret"]
    assert Household.objects.get(pk=household.pk).cccd == CCCD


@pytest.mark.parametrize("keys", [["v2:second secret"], ["v1:not the first secret"]])
def test_a_missing_or_wrong_key_is_an_error_and_never_garbage(settings, keys):
    settings.FIELD_KEYS = ["v1:first secret"]
    token = crypto.encrypt(CCCD)
    settings.FIELD_KEYS = keys
    with pytest.raises(ValueError, match="no field key 'v1'"):
        crypto.decrypt(token)


def test_a_changed_ciphertext_is_refused():
    token = crypto.encrypt(CCCD)
    changed = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]
    with pytest.raises(ValueError, match="no field key"):
        crypto.decrypt(changed)


@pytest.mark.parametrize("keys", [["nothing"], ["v1:"], [":secret"]])
def test_a_key_without_name_or_secret_is_refused_at_once(settings, keys):
    settings.FIELD_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        crypto.encrypt("x")


def test_a_proposed_correction_is_ciphertext_too(cast):
    from danvan.records import corrections

    household = cast.approve(cast.make_household(cccd=CCCD))
    corrections.propose(cast.canbo_phuson, household, reason="Sai tên", data={"head": "K’Canary"}, expected_version=1)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "before", "after" FROM records_correction')
        before, after = cursor.fetchone()
    assert "Canary" not in after
    assert CCCD not in before + after
    assert corrections.open_for(household).after["head"] == "K’Canary"
