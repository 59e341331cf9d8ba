"""A tabulation of several geographies: a person says which is the district and sees its name in the file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.formats import populations
from tests.measure.figures_files import carry_out, hand_in, map_as_guessed
from tests.shared import shared
from throughline.accounts.models import District, JobState, Upload
from throughline.measure.models import Population
from throughline.measure.queries.populations.counts import targets_of

pytestmark = pytest.mark.usefixtures("no_worker")

OURS, THEIRS = "Juniper Valley School District, Colorado", "Piney Ridge School District, Colorado"
TENURE = {"d1": "tenure", "d2": "tenure"}


def table_of(*names: str) -> str:
    header = ",".join(f'"{name}!!Estimate","{name}!!Margin of Error"' for name in names)
    rows = [
        ",".join([f'"{label}"', *(f'"{10 * i + n}","±{i}"' for i in range(1, len(names) + 1))])
        for label, n in (("Total:", 5), ("    Owner occupied", 3), ("    Renter occupied", 2))
    ]
    return "\n".join([f'"Label (Grouping)",{header}', *rows, ""])


def geography_url(district: District) -> str:
    return district.url("choose_geography", upload_id=Upload.objects.latest("pk").public_id)


def map_url(district: District) -> str:
    return district.url("map_population", upload_id=Upload.objects.latest("pk").public_id)


def hand_in_case(desk: Client, district: District) -> None:
    table = shared("cases", "acs-several-geographies") / "ACSDT5Y2024.B25003.csv"
    form = {
        "file": SimpleUploadedFile(table.name, table.read_bytes()),
        "source": "acs",
        "title": "Homes",
        "who_is_counted": "residents",
        "as_of": "2020-2024",
        "leaid": "0800001",
        "encoding": "detect",
    }
    assert desk.post(district.url("import_population"), form).status_code == 303


def test_the_figures_of_the_geography_a_person_chose_are_kept(desk: Client, district: District) -> None:
    hand_in_case(desk, district)
    assert desk.get(map_url(district))["Location"] == geography_url(district)
    page = desk.get(geography_url(district)).content.decode()
    assert OURS in page
    assert THEIRS in page
    assert "checked" not in page
    answer = desk.post(geography_url(district), {"geography": OURS})
    assert (answer.status_code, answer["Location"]) == (303, map_url(district))
    page = desk.get(map_url(district)).content.decode()
    assert OURS in page
    assert THEIRS not in page
    assert district.name in page
    map_as_guessed(desk, d0="total", **TENURE)
    assert carry_out(district).state == JobState.DONE
    population = Population.objects.get()
    assert population.n == 2000
    assert targets_of(population, "tenure").counted == {"owner_occupied": 1200, "renter_occupied": 800}
    assert any(OURS in str(note) for note in population.notes)


def test_another_geography_can_be_chosen_and_what_was_typed_for_the_first_is_not_taken_for_it(
    desk: Client, district: District
) -> None:
    hand_in_case(desk, district)
    desk.post(geography_url(district), {"geography": THEIRS})
    form = desk.get(map_url(district)).context["form"]
    values = {name: str(form[name].value() or "") for name in form.fields}
    desk.post(
        map_url(district), {**values, "d0": "ignore", "d1": "ignore", "d2": "ignore", "l0": "All homes"}
    )
    assert desk.get(map_url(district)).context["form"]["l0"].value() == "All homes"
    page = desk.get(geography_url(district))
    assert page.context["form"]["geography"].value() == THEIRS
    desk.post(geography_url(district), {"geography": THEIRS})
    assert desk.get(map_url(district)).context["form"]["l0"].value() == "All homes"
    desk.post(geography_url(district), {"geography": OURS})
    assert desk.get(map_url(district)).context["form"]["l0"].value() != "All homes"


@pytest.mark.parametrize("chosen", ["", "Elsewhere"])
def test_no_geography_is_taken_that_nobody_chose(desk: Client, district: District, chosen: str) -> None:
    hand_in_case(desk, district)
    answer = desk.post(geography_url(district), {"geography": chosen})
    assert answer.status_code == 422
    assert answer.context["form"].errors["geography"]
    assert "geography" not in Upload.objects.latest("pk").choices
    assert desk.get(map_url(district)).status_code == 303


def test_many_geographies_are_a_list_without_one_chosen_beforehand(desk: Client, district: District) -> None:
    names = [f"District {i}, Colorado" for i in range(1, 179)]
    hand_in(desk, district, table_of(*names), "acs", who_is_counted="residents")
    page = desk.get(geography_url(district)).content.decode()
    assert page.count("<option") == 179
    assert page.count("selected") == 1
    assert '<option value="" selected>' in page
    desk.post(geography_url(district), {"geography": names[-1]})
    map_as_guessed(desk, **TENURE)
    assert carry_out(district).state == JobState.DONE
    counts = targets_of(Population.objects.get(), "tenure").counted
    assert counts == {"owner_occupied": 1783, "renter_occupied": 1782}


def test_a_geography_that_cannot_be_read_is_refused_where_it_is_chosen(
    desk: Client, district: District
) -> None:
    table = table_of(THEIRS, OURS).replace('"23"', '"twenty"')
    hand_in(desk, district, table, "acs", who_is_counted="residents")
    answer = desk.post(geography_url(district), {"geography": OURS})
    assert answer.status_code == 422
    assert "twenty" in answer.content.decode()
    assert desk.post(geography_url(district), {"geography": THEIRS}).status_code == 303


def test_the_only_geography_of_a_file_stands_beside_the_district_with_a_warning(
    desk: Client, district: District
) -> None:
    hand_in(desk, district, table_of(THEIRS), "acs", who_is_counted="residents")
    assert desk.get(geography_url(district))["Location"] == map_url(district)
    page = desk.get(map_url(district)).content.decode()
    assert THEIRS in page
    assert district.name in page
    assert "No ID in the file confirms" in page


def test_a_geography_found_by_its_id_needs_no_question(desk: Client, district: District) -> None:
    hand_in(desk, district, populations.ACS_WIDE, "acs", who_is_counted="residents")
    page = desk.get(map_url(district)).content.decode()
    assert "Juniper School District" in page
    assert "No ID in the file confirms" not in page
    assert geography_url(district) not in page
