"""Tests that commit leave an empty database behind and the triggers in place, append-only tables notwithstanding."""

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.utils import timezone

from danvan.audit.models import Entry


@pytest.mark.parametrize("turn", ["first", "after a flush"])
@pytest.mark.django_db(transaction=True)
def test_the_journal_starts_empty_and_refuses_deletes(turn):
    assert Entry.objects.count() == 0
    actor = get_user_model().objects.create(username="thu")
    Entry.objects.create(seq=1, at=timezone.now(), actor=actor, action="test", changes="{}", previous="0", hash="1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.count() == 1
