"""Issuing bodies: entered by who may, measured within the rules, and turned into the head and foot of the paper."""

from typing import Any

import pytest
from django.test import Client

from danvan.audit.models import Entry
from reports.issuers.letterheads import letterhead_of, number_line
from reports.issuers.paper_form import PARTY, STATE, form_of
from reports.issuers.signing import Signing, signer_lines
from reports.models import Issuer

LIST = "/don-vi-ban-hanh/"
FRONT = {
    "name": "Ban Thường trực Ủy ban MTTQ Việt Nam huyện Lâm Hà", "form": "front",
    "superior": "Ủy ban MTTQ Việt Nam\nhuyện Lâm Hà", "issuer": "Ban Thường trực", "symbol": "BC-MTTQ-BTT",
    "place": "Lâm Hà", "authority": "TM. Ban Thường trực", "post": "Chủ tịch", "deputy_post": "Phó Chủ tịch",
}  # fmt: skip


@pytest.fixture
def chair(cast: Any, client: Client) -> Client:
    client.force_login(cast.mttq_truong)
    return client


def post(client: Client, cast: Any, address: str = f"{LIST}them/", **changes: Any) -> Any:
    places = {"area": cast.lam_ha.pk, "organization": cast.mttq_huyen.pk}
    return client.post(address, {**FRONT, **places, **changes})


def test_a_measure_is_kept_only_where_it_differs_and_refused_at_its_field_outside_the_decree(
    chair: Client, cast: Any
) -> None:
    refused = post(chair, cast, do_margin_left="40", do_body="13")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Phải từ 30 đến 35 mm (NĐ 30/2020, Phụ lục I, I.3)." in page
    assert 'value="40"' in page
    assert not Issuer.objects.exists()

    post(chair, cast, do_margin_left="32,5", do_body="13", do_number="13", do_roman_appendices="0", do_nation="")
    issuer = Issuer.objects.get()
    assert issuer.measures == {"margin_left": 32.5, "body": 13, "roman_appendices": False}
    detail = chair.get(issuer.get_absolute_url()).content.decode()
    assert "Lề trái 32,5 mm; Nội dung 13 pt; Phụ lục đánh số La Mã không" in detail
    assert Entry.objects.filter(record_type="reports.issuer", action="create").count() == 1

    # Of the Party's sizes no rule was found in full: 15 pt is its own habit.
    party = post(chair, cast, form="party", name="Ban Dân vận", do_body="15", do_margin_left="40")
    assert party.context["form"].errors.keys() == {"do_margin_left"}


def test_a_joint_issue_has_two_bodies_and_no_third(chair: Client, cast: Any) -> None:
    post(chair, cast)
    first = Issuer.objects.get()
    post(chair, cast, name="Hai cơ quan", joint_with=first.pk, symbol="BC-LT")
    both = Issuer.objects.get(name="Hai cơ quan")
    head = letterhead_of(both, number="5")
    assert head.joint is not None
    assert (head.joint.issuer, head.joint.signer) == ("Ban Thường trực", ("TM. Ban Thường trực", "Chủ tịch"))
    third = post(chair, cast, name="Ba cơ quan", joint_with=both.pk)
    assert "joint_with" in third.context["form"].errors
    assert chair.post(f"{first.get_absolute_url()}xoa/").status_code == 409


def test_the_portals_own_body_is_the_default(cast: Any) -> None:
    assert Issuer.default() is None
    assert letterhead_of(None, root="huyện Lâm Hà").number.startswith("Số:")
    own = Issuer.objects.create(**FRONT, area=cast.lam_ha, organization=cast.mttq_huyen, measures={"body": 13})
    Issuer.objects.create(**FRONT, area=cast.lam_ha, organization=cast.mttq_huyen, joint_with=own)
    assert Issuer.default() == own
    head = letterhead_of(own, number="5", signing=Signing.DEPUTY)
    assert head.superior == ("Ủy ban MTTQ Việt Nam", "huyện Lâm Hà")
    assert head.signer == ("TM. Ban Thường trực", "KT. Chủ tịch", "Phó Chủ tịch")
    assert head.number == "Số: 05/BC-MTTQ-BTT"
    assert (head.paper.body.size, head.paper.margin_left) == (13, 30)


@pytest.mark.parametrize(
    ("kind", "number", "symbol", "line"),
    [
        ("front", "5", "BC-MTTQ-BTT", "Số: 05/BC-MTTQ-BTT"),
        ("front", "05", "BC-MTTQ-BTT", "Số: 05/BC-MTTQ-BTT"),
        ("government", "123", "BC-UBND", "Số: 123/BC-UBND"),
        ("party", "5", "BC/BDV", "Số 05-BC/BDV"),
        ("union", "7", "BC/HĐTN", "Số: 07-BC/HĐTN"),
        ("front", "09a", "BC-MTTQ-BTT", "Số: 09a/BC-MTTQ-BTT"),
    ],
)
def test_numbers_under_ten_have_two_digits(kind: Any, number: str, symbol: str, line: str) -> None:
    assert number_line(kind, number, symbol, form_of(kind)) == line


@pytest.mark.parametrize(
    ("kind", "authority", "post", "signing", "own", "lines"),
    [
        ("front", "Ban Thường trực", "Chủ tịch", "head", "", ("TM. Ban Thường trực", "Chủ tịch")),
        ("front", "Ban Thường trực", "Chủ tịch", "deputy", "", ("TM. Ban Thường trực", "KT. Chủ tịch", "Phó Chủ tịch")),
        ("government", "Ủy ban nhân dân", "Chủ tịch", "acting", "", ("TM. Ủy ban nhân dân", "Q. Chủ tịch")),
        ("front", "Ban Thường trực", "Chủ tịch", "by_order", "Chánh Văn phòng",
         ("TL. Ban Thường trực", "Chánh Văn phòng")),
        ("government", "", "Chủ tịch", "authorised", "Trưởng phòng", ("TUQ. Chủ tịch", "Trưởng phòng")),
        ("party", "", "Trưởng ban", "deputy", "", ("K/T Trưởng ban", "Phó Trưởng ban")),
        ("party", "Ban Thường vụ", "Bí thư", "deputy", "", ("T/M Ban Thường vụ", "Phó Bí thư")),
        ("party", "", "Trưởng ban", "by_order", "Chánh Văn phòng", ("T/L Trưởng ban", "Chánh Văn phòng")),
        ("union", "Ban Thường vụ", "Bí thư", "head", "", ("TM. Ban Thường vụ", "Bí thư")),
    ],
)  # fmt: skip
def test_who_signs_says_it_as_the_form_does(
    kind: Any, authority: str, post: str, signing: str, own: str, lines: tuple[str, ...]
) -> None:
    deputy = "Phó Bí thư" if post == "Bí thư" else f"Phó {post}"
    assert signer_lines(kind, authority, post, deputy, Signing(signing), own) == lines


def test_the_forms_differ_where_their_rules_do() -> None:
    assert (STATE.chapter_suffix, PARTY.chapter_suffix) == (".", "-")
    assert form_of("party", {"number_colon": True}).number_colon
    assert form_of("front", {"no_such": 3}) == STATE
