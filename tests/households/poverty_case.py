"""Two years of lists of Phú Sơn and Mê Linh by hand: every household leaves or enters for a reason of its own."""

import datetime
from typing import Any

from beneficiaries import household_merge as merging
from beneficiaries import lineage
from beneficiaries.models import Household, PovertyReview
from danvan.records import services
from danvan.records.bulk import create_many, prepare_many
from danvan.records.bulk_steps import submit_many, take_many

# name: {year: class}; "@" before a class: reviewed in Mê Linh, "#": in the commune of 2025, else in Pretieng 1
LIVES: dict[str, dict[int, str]] = {
    "Còn": {2021: "poor", 2022: "poor"},
    "Thoát": {2021: "poor", 2022: "escaped_poor"},
    "Thoát còn cận": {2021: "poor", 2022: "near_poor"},
    "Chưa rà": {2021: "poor"},
    "Chuyển": {2021: "poor", 2022: "@poor"},
    "Tái": {2020: "poor", 2021: "not_poor", 2022: "poor"},
    "Tách": {2022: "poor"},
    "Nhập": {2021: "poor"},
    "Trùng": {2021: "poor"},
    "Trùng hai": {2022: "poor"},
    "Xuống": {2021: "near_poor", 2022: "poor"},
    "Mới": {2022: "near_poor"},
    "Mê Linh": {2021: "@near_poor", 2022: "@near_poor"},
}


def lists(cast: Any) -> Any:
    """The cast with `homes` by name. Of Phú Sơn poor 7 → 5, near-poor 1 → 2; of Mê Linh 0 → 1 and 1 → 1; of Lâm Hà
    7 → 6 and 2 → 3.
    """
    cast.homes = {}
    for name in LIVES:
        there = name == "Mê Linh"
        data = {
            "head": f"Hộ {name}", "area": cast.me_linh_1 if there else cast.pretieng_1,
            "organization": cast.mttq_me_linh if there else cast.mttq_phu_son,
        }  # fmt: skip
        cast.homes[name] = services.create(cast.mttq, Household, data)
    review(cast, [(name, year, said) for name, years in LIVES.items() for year, said in years.items()])
    lineage.record(cast.mttq, cast.homes["Còn"], cast.homes["Tách"], "split", datetime.date(2022, 3, 1))
    lineage.record(cast.mttq, cast.homes["Nhập"], cast.homes["Còn"], "merge", datetime.date(2022, 4, 1))
    merging.propose(cast.mttq, cast.homes["Trùng hai"], cast.homes["Trùng"], reason="Một hộ ghi hai lần")
    return cast


def review(cast: Any, rows: list[tuple[str, int, str]], standard: str = "2022-2025") -> None:
    """(name, year, class) each, entered and accepted."""
    places = {"@": cast.me_linh_1, "#": cast.phu_son_lam_ha}
    data = [
        {"household": cast.homes[name].pk, "year": year, "standard": standard, "poverty_class": said.lstrip("@#"),
         "area": places.get(said[0], cast.pretieng_1), "organization": cast.mttq_huyen}
        for name, year, said in rows
    ]  # fmt: skip
    keys = create_many(cast.mttq, prepare_many(cast.mttq, PovertyReview, data))  # type: ignore[arg-type]
    submit_many(cast.mttq, list(PovertyReview.objects.filter(pk__in=keys)), whole=True)
    take_many(cast.mttq_truong, list(PovertyReview.objects.filter(pk__in=keys)), "accept", whole=True)
