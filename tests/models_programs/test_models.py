"""Models and their years: line tables, scores within the sheet, tập thể and cá nhân apart."""

from typing import Any

from danvan.records import services
from models_programs.models import MobilizationModel, ModelYear, ScoreSheet
from tests.cast import Cast
from tests.movements.pages import as_, text

EMPTY = {
    f"{relation}-{key}_FORMS": "0"
    for relation in ("recognitions", "awards", "replications")
    for key in ("TOTAL", "INITIAL")
}


def sent(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "model": cast.mo_hinh.pk,
        "organization": cast.mttq_phu_son.pk,
        "area": cast.phu_son.pk,
        "year": "2022",
        "stage": "recognised",
        **EMPTY,
        **changes,
    }


def sheet() -> ScoreSheet:
    made = ScoreSheet.objects.create(name="Phiếu tập thể", year=2022)
    made.criteria.create(name="Kết quả", maximum="60.5")
    made.criteria.create(name="Nhân rộng", maximum="39.5")
    return made


def test_a_year_is_written_with_its_recognition_award_and_replication(cast: Cast) -> None:
    lines = {
        "recognitions-TOTAL_FORMS": "2",
        "recognitions-0-level": "district",
        "recognitions-0-decision": "31/QĐ-BCĐ",
        "recognitions-0-date": "16/11/2022",
        "recognitions-0-body": "Ban Chỉ đạo huyện",
        "recognitions-0-exemplary": "on",
        "awards-TOTAL_FORMS": "1",
        "awards-0-title": "Giấy khen",
        "awards-0-level": "district",
        "awards-0-decision": "12/QĐ-UBND",
        "awards-0-date": "20/12/2022",
        "awards-0-body": "Chủ tịch UBND huyện",
        "replications-TOTAL_FORMS": "1",
        "replications-0-area": str(cast.me_linh.pk),
        "replications-0-date": "01/06/2022",
    }
    answer = as_(cast.canbo_phuson).post("/mo-hinh/them/", sent(cast, **lines))
    assert answer.status_code == 302, text(answer)
    year = ModelYear.objects.get()
    assert year.recognitions.get().exemplary
    assert [award.title for award in year.awards.all()] == ["Giấy khen"]
    assert year.replications.get().area == cast.me_linh
    page = text(as_(cast.mttq).get(year.get_absolute_url()))
    for words in ("31/QĐ-BCĐ", "Giấy khen", "20/12/2022", "xã Mê Linh"):
        assert words in page


def test_a_fault_in_a_line_is_said_at_its_cell_and_the_lines_stay(cast: Cast) -> None:
    lines = {"awards-TOTAL_FORMS": "1", "awards-0-title": "Giấy khen", "awards-0-date": "20/13/2022"}
    answer = as_(cast.canbo_phuson).post("/mo-hinh/them/", sent(cast, **lines))
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="20/13/2022"' in page
    assert "id_awards-0-date-error" in page
    assert "id_awards-0-body-error" in page
    assert not ModelYear.objects.exists()


def test_a_line_is_added_without_a_script(cast: Cast) -> None:
    page = text(as_(cast.canbo_phuson).post("/mo-hinh/them/", sent(cast, them="awards", **{"awards-TOTAL_FORMS": "1"})))
    assert 'name="awards-1-title"' in page
    assert not ModelYear.objects.exists()


def test_a_score_stays_within_the_sheet(cast: Cast) -> None:
    paper = sheet()
    answer = as_(cast.canbo_phuson).post("/mo-hinh/them/", sent(cast, sheet=paper.pk, score="100,5"))
    page = text(answer)
    assert answer.status_code == 422
    assert "Điểm không thể quá 100" in page
    assert 'value="100,5"' in page
    fits = as_(cast.canbo_phuson).post("/mo-hinh/them/", sent(cast, sheet=paper.pk, score="100"))
    assert fits.status_code == 302


def test_a_stopped_model_gives_its_reason_and_a_year_is_written_once(cast: Cast) -> None:
    client = as_(cast.canbo_phuson)
    assert "Mô hình ngừng cần ghi lý do." in text(client.post("/mo-hinh/them/", sent(cast, stage="stopped")))
    assert client.post("/mo-hinh/them/", sent(cast)).status_code == 302
    assert "Mô hình này đã có bản ghi của năm đó." in text(client.post("/mo-hinh/them/", sent(cast)))


def test_the_foot_counts_collectives_and_individuals_apart(cast: Cast) -> None:
    person = MobilizationModel.objects.create(
        name="Già làng K’Brèm", type="individual", field=cast.kinh_te, organization=cast.mttq_phu_son, area=cast.phu_son
    )
    for model, year in ((cast.mo_hinh, 2021), (cast.mo_hinh, 2022), (person, 2022)):
        services.create(
            cast.canbo_phuson,
            ModelYear,
            {"model": model, "organization": cast.mttq_phu_son, "area": cast.phu_son, "year": year},
        )
    client = as_(cast.mttq)
    foot = text(client.get("/mo-hinh/")).split("<tfoot>")[1].split("</tfoot>")[0]
    assert '<td data-l="Tập thể" class="num">2</td>' in foot
    assert '<td data-l="Cá nhân" class="num">1</td>' in foot
    foot = text(client.get("/mo-hinh/?nam=2022&loai=individual")).split("<tfoot>")[1]
    assert '<td data-l="Tập thể" class="num">0</td>' in foot
    for query, rows in {
        "buoc=registered": 3,
        "buoc=stopped": 0,
        "linh-vuc=kinh-te": 3,
        "xa=phu-son": 3,
        "xa=me-linh": 0,
        "to-chuc=mttq-phu-son": 3,
        "nam=2021": 1,
    }.items():
        assert text(client.get(f"/mo-hinh/?{query}")).count('<th scope="row"><a href="/mo-hinh/') == rows, query


def test_a_model_shows_its_years_and_those_that_followed_it(cast: Cast) -> None:
    services.create(
        cast.canbo_phuson,
        ModelYear,
        {
            "model": cast.mo_hinh,
            "organization": cast.mttq_phu_son,
            "area": cast.phu_son,
            "year": 2022,
            "households": 26,
            "replications": [{"area": cast.me_linh.pk, "date": "2022-06-01"}],
        },
    )
    child = MobilizationModel.objects.create(
        name="Dâu tằm Mê Linh",
        type="collective",
        field=cast.kinh_te,
        organization=cast.mttq_me_linh,
        area=cast.me_linh,
        replicated_from=cast.mo_hinh,
    )
    page = text(as_(cast.mttq).get(f"/danh-muc-mo-hinh/{cast.mo_hinh.pk}/"))
    assert ">2022</a>" in page
    assert '<td data-l="Nhân rộng" class="num">1</td>' in page
    assert "Dâu tằm Mê Linh" in page
    below = text(as_(cast.mttq).get(f"/danh-muc-mo-hinh/{child.pk}/")).split("Cây nhân rộng")[1]
    assert f'<a href="{cast.mo_hinh.get_absolute_url()}">Trồng dâu nuôi tằm</a>' in below
    new = text(as_(cast.mttq).get(f"/mo-hinh/them/?model={cast.mo_hinh.pk}"))
    assert f'<option value="{cast.hoi_nong_dan.pk}" selected>' in new
    assert f'<option value="{cast.phu_son.pk}" selected>' in new


def test_a_model_of_another_body_is_read_but_not_changed(cast: Cast) -> None:
    address = f"/danh-muc-mo-hinh/{cast.mo_hinh.pk}/"  # led by the farmers' union of the district
    client = as_(cast.canbo_phuson)
    assert 'href="sua/"' not in text(client.get(address))
    assert client.get(f"{address}sua/").status_code == 403
    assert client.post(f"{address}xoa/").status_code == 403
    assert as_(cast.hoinongdan).get(f"{address}sua/").status_code == 200


def test_a_sheet_sums_its_maxima(cast: Cast) -> None:
    paper = sheet()
    assert "Tổng điểm tối đa: 100" in text(as_(cast.bandanvan).get(f"/phieu-cham/{paper.pk}/"))
    assert '<td data-l="Tổng điểm tối đa" class="num">100</td>' in text(as_(cast.bandanvan).get("/phieu-cham/"))


def test_an_edit_keeps_the_lines_that_it_leaves_alone_and_drops_the_ticked(cast: Cast) -> None:
    paper = sheet()
    client = as_(cast.bandanvan)
    address = f"/phieu-cham/{paper.pk}/sua/"
    form = client.get(address).context["formsets"]["criteria"]
    shown = {
        form.add_prefix(str(i)) + f"-{name}": row[name].value()
        for i, row in enumerate(form.forms[:2])
        for name in ("name", "maximum")
    }
    assert shown == {
        "criteria-0-name": "Kết quả",
        "criteria-0-maximum": "60,5",
        "criteria-1-name": "Nhân rộng",
        "criteria-1-maximum": "39,5",
    }
    typed = {
        "name": "Phiếu tập thể",
        "year": "2022",
        "pass_score": "70",
        "criteria-TOTAL_FORMS": "3",
        "criteria-INITIAL_FORMS": "2",
        "version": 1,
        **shown,
    }
    assert client.post(address, typed).status_code == 302
    assert [c.name for c in paper.criteria.all()] == ["Kết quả", "Nhân rộng"]
    assert client.post(address, {**typed, "version": 2, "criteria-0-DELETE": "on"}).status_code == 302
    assert [c.name for c in paper.criteria.all()] == ["Nhân rộng"]
