"""Whatever merges and splits are entered: every total as it was stays, every restated one comes to the whole.

The rules alone are held against thousands of figures in tests/lib/test_lib_boundaries.py; here the same through the
door that an administrator uses, on the ledger that the pages read.
"""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beneficiaries.models import Support
from beneficiaries.restated import facts_on_both
from movements import reorganizing, reorganizing_places
from movements.models import Area
from movements.reorganizing import Move, Plan, Unit

pytestmark = pytest.mark.once
CODES = {"mot": "Một", "hai": "Hai", "ba": "Ba"}
SHARES = ((1,), (Decimal("0.5"), Decimal("0.5")), (Decimal("0.333333"), Decimal("0.666667")))


@pytest.fixture
def ledger(cast):
    """Three communes with two hamlets each; money in communes, in hamlets, in communes for one or both hamlets."""
    cast.communes = []
    for code, name in CODES.items():
        commune = Area.objects.create(code=code, name=name, level="commune", kind="xa", parent=cast.lam_ha)
        hamlets = [
            Area.objects.create(code=f"{code}-{n}", name=f"Thôn {n}", level="hamlet", kind="thon", parent=commune)
            for n in (1, 2)
        ]
        cast.communes.append((commune, hamlets))
    (one, (one_1, one_2)), (two, (two_1, _two_2)), (three, _) = cast.communes
    for area, hamlets, amount in (
        (one, [], 100_000_001), (one_1, [], 33), (one, [one_2], 7), (one, [one_1, one_2], 1_000_001), (two_1, [], 10),
        (two, [], 10**12 + 1), (three, [], 2), (cast.lam_ha, [], 999),
    ):  # fmt: skip
        cast.approve(cast.make_support(
            cast.mttq, area=area, hamlets=hamlets, organization=cast.hoi_nong_dan, campaign=None, households=3,
            contributions=[{"source": cast.quy_huyen, "amount_vnd": amount}],
        ))  # fmt: skip
    return cast


def enter(cast, draw, day: datetime.date) -> None:
    """One merger of any communes that stand, or one split with the hamlets on any sides."""
    standing = list(Area.objects.filter(level="commune", successions=None, code__regex="^(mot|hai|ba|moi)").valid_on(
        day - datetime.timedelta(days=1)).order_by("pk"))  # fmt: skip
    shares = draw(st.sampled_from(SHARES))
    moves: list[Move] = []
    if len(shares) == 1:
        olds = draw(st.lists(st.sampled_from(standing), min_size=1, unique=True))
        moves = [Move(old=old, to=0) for old in olds]
    else:
        old = draw(st.sampled_from(standing))
        hamlets = list(Area.objects.filter(parent=old).valid_on(day - datetime.timedelta(days=1)))
        sides = [draw(st.integers(0, 1)) for _ in hamlets]
        for to, share in enumerate(shares):
            going = tuple(hamlet for hamlet, side in zip(hamlets, sides, strict=True) if side == to)
            moves.append(Move(old=old, to=to, share=share, parts=going))
    units = tuple(Unit(name=f"Mới {day.year} {n}", kind="xa", above=cast.lam_dong) for n in range(len(shares)))
    plan = Plan(day=day, legal_basis="NQ", units=units, moves=tuple(moves))
    reorganizing.apply(cast.quantri, reorganizing_places.work_out, plan)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_reorganisation_leaves_the_past_alone_and_loses_nothing(ledger, data):
    before = sorted(Support.objects.approved().facts(), key=str)
    with transaction.atomic():
        for year in range(2023, 2023 + data.draw(st.integers(1, 3))):
            enter(ledger, data.draw, datetime.date(year, 1, 1))
        then, now = facts_on_both(Support.objects.approved())
        assert sorted(Support.objects.approved().facts(), key=str) == before
        for one in (then, now):
            assert sum(f.vnd for f in one) == sum(f.vnd for f in before)
            assert sum(f.supports for f in one) == 8
            assert sum(f.households or 0 for f in one) == 24
        assert {f.commune.code for f in now} & CODES.keys() <= {
            area.code for area, _hamlets in ledger.communes if not area.successions.exists()
        }  # fmt: skip
        transaction.set_rollback(True)
