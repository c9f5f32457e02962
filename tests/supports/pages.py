"""What the tests of the ledger's screens share: logging in, and the form as a browser posts it."""

from typing import Any

from django.test import Client

NEW = "/ho-tro/them/"


def as_(client: Client, cast: Any, name: str) -> Client:
    """The client, logged in as one of the cast, with rights read anew."""
    client.force_login(cast.fresh(getattr(cast, name)))
    return client


def posted(cast: Any, support: Any = None, **changes: Any) -> dict[str, Any]:
    """Twenty new houses in two hamlets of Phú Sơn from two sources: "1 tỷ" + "60 triệu", as the form sends them."""
    data = {
        "version": str(support.version) if support else "", "luu": "nhap",
        "organization": cast.mttq_phu_son.pk, "campaign": cast.pretieng.pk, "area": cast.phu_son.pk,
        "hamlets": "pretieng 1; Thôn Pretieng 2", "date": "30/05/2022", "form": "house_new",
        "description": "Xây nhà cho hộ nghèo khó khăn về nhà ở", "households": "20", "people": "", "note": "",
        **lines("items", {"name": "Nhà ở", "quantity": "20", "unit": "căn"}, {}),
        **lines(
            "contributions",
            {"source": cast.quy_tinh.pk, "manner": "cash", "amount_vnd": "1 tỷ"},
            {"source": cast.quy_huyen.pk, "manner": "cash", "amount_vnd": "60 triệu"},
            {"manner": "cash", "amount_vnd": ""},
        ),
        **lines("recipients", {"kind": "person", "name": ""}),
        **lines("loans", {"lender": "", "purpose": "", "term_months": "", "interest": ""}),
    }  # fmt: skip
    return {**data, **changes}


def lines(relation: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """The lines of a relation as the form sends them."""
    found: dict[str, Any] = {f"{relation}-TOTAL_FORMS": len(rows), f"{relation}-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        found |= {f"{relation}-{index}-{name}": value for name, value in row.items()}
    return found


def loan(cast: Any, **changes: Any) -> dict[str, Any]:
    """A loan of 50 million đồng from the policy bank."""
    data = posted(
        cast, form="loan", description="Vay vốn trồng dâu", hamlets="",
        **lines("items"),
        **lines("contributions", {"source": cast.ngan_hang.pk, "manner": "cash", "amount_vnd": "50 triệu"}),
    )  # fmt: skip
    return {**data, **changes}
