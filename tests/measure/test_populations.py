"""Population figures: files are imported as counts, all or nothing, and no person is stored."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import make
from tests.formats import populations
from tests.measure.figures_files import carry_out, hand_in, map_as_guessed, packed
from tests.words import n_words
from throughline.accounts.actions import RunningJob, remember_choices, remove_old_uploads
from throughline.accounts.models import AuditEntry, District, Job, JobState, Person, School, Upload
from throughline.accounts.permissions import Actor
from throughline.measure.models import Population, PopulationCount
from throughline.measure.queries.populations.counts import targets_of

pytestmark = pytest.mark.usefixtures("no_worker")


@pytest.fixture
def schools(district: District) -> list[School]:
    return [
        make.school("Juniper High School", nces_id="080291001234", level=School.Level.HIGH),
        make.school("Mesa Elementary", nces_id="080291000001", level=School.Level.ELEMENTARY),
    ]


def n_by(population: Population, dimension: str) -> dict[str, int]:
    return targets_of(population, dimension).counted


def test_a_roster_comes_in_as_counts_matched_to_our_schools(
    desk: Client, district: District, schools: list[School]
) -> None:
    assert hand_in(desk, district, populations.ROSTER, "roster") == 303
    map_as_guessed(desk)
    job = carry_out(district)
    assert job.state == JobState.DONE, job.sentence
    population = Population.objects.get()
    assert population.n == 5
    assert n_by(population, "language") == {"en": 1, "es": 2, "karen": 1}
    assert {row.school for row in targets_of(population, "school").rows} == set(schools)
    mesa = targets_of(population, "group", school=schools[1])
    assert mesa.counted == {"hispanic": 1, "asian": 1, "two_or_more": 1}
    assert AuditEntry.objects.filter(verb="record_population").count() == 1


def test_neither_the_people_nor_the_file_are_stored(
    desk: Client, district: District, schools: list[School]
) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    upload = Upload.objects.get()
    assert upload.folder.exists()
    map_as_guessed(desk)
    job = carry_out(district)
    upload.refresh_from_db()
    assert upload.removed_at is not None
    stored = str(list(PopulationCount.objects.values())) + str(Population.objects.values()) + str(job.report)
    assert "00123456" not in stored + str(upload.choices) + str(list(AuditEntry.objects.values("details")))


def test_a_roster_with_an_id_twice_is_refused_whole_by_row(desk: Client, district: District) -> None:
    twice = populations.ROSTER + "0012345678,Mesa Elementary,2,English,White,F\n"
    hand_in(desk, district, twice, "roster")
    map_as_guessed(desk)
    job = carry_out(district)
    assert job.state == JobState.FAILED
    assert "The ID in this row is already used in row 2" in job.sentence
    assert [row["Row"] for row in job.report] == [7]
    assert not Population.objects.exists()
    assert not PopulationCount.objects.exists()
    assert "0012345678" not in job.sentence + str(job.report)
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    assert "is already used in row 2" in desk.get(url).content.decode()


def test_a_oneroster_zip_comes_in_without_a_mapping(
    desk: Client, district: District, schools: list[School]
) -> None:
    assert hand_in(desk, district, packed(), "oneroster") == 303
    job = carry_out(district)
    assert job.state == JobState.DONE, job.sentence
    population = Population.objects.get()
    assert (population.n, population.race_standard) == (2, "1997")
    assert targets_of(population, "school").counted == {"s1": 1, "s2": 1}
    assert not Upload.objects.filter(removed_at__isnull=True).exists()


def test_membership_counts_keep_their_codes_as_states(
    desk: Client, district: District, schools: list[School]
) -> None:
    hand_in(desk, district, populations.ccd(), "ccd")
    assert carry_out(district).state == JobState.DONE
    population = Population.objects.get()
    assert population.n is None
    (asian,) = (row for row in targets_of(population, "group").rows if row.n is None)
    assert (asian.category, asian.n, asian.state) == ("asian", None, "doubtful")
    html = desk.get(
        district.url("population", population_id=population.public_id) + "?by=group"
    ).content.decode()
    assert "withheld by the source" in html
    assert not n_words("-9", html)


def test_a_census_table_keeps_margins_and_names_codes(desk: Client, district: District) -> None:
    assert hand_in(desk, district, populations.ACS_WIDE, "acs", who_is_counted="residents") == 303
    map_as_guessed(desk)
    job = carry_out(district)
    assert job.state == JobState.DONE, job.sentence
    population = Population.objects.get()
    assert (population.n, population.margin_of_error) == (14000, None)
    white = next(row for row in targets_of(population, "group").rows if row.category == "white")
    assert (white.n, white.margin_of_error, white.margin_state) == (9800, 310.0, "given")
    assert {row.state for row in targets_of(population, "group").rows if row.n is None} == {"too_few"}
    html = desk.get(district.url("population", population_id=population.public_id)).content.decode()
    assert "± 310" in html
    assert "hidden by the source: too few people" in html
    assert "666666666" not in html


@pytest.mark.parametrize(
    ("content", "source", "sentence"),
    [
        ("", "roster", "empty"),
        ("GEO_ID,NAME\n1,2\n", "acs", "no columns with an estimate"),
        (populations.ACS_WIDE.replace("0802910", "0999999"), "acs", "no row for the district 0802910"),
        (b"%PDF-1.4", "roster", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once_and_not_stored(
    desk: Client, district: District, content: str | bytes, source: str, sentence: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    form = {
        "file": SimpleUploadedFile("f.csv", data),
        "source": source,
        "title": "x",
        "who_is_counted": "residents",
        "as_of": "2026",
        "leaid": "0802910",
    }
    response = desk.post(district.url("import_population"), form)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Upload.objects.filter(removed_at__isnull=True).exists()


def test_a_school_we_do_not_have_is_reported_and_its_people_stay_counted(
    desk: Client, district: District, schools: list[School]
) -> None:
    hand_in(desk, district, populations.ROSTER.replace("Juniper High School", "Elsewhere Academy"), "roster")
    map_as_guessed(desk)
    job = carry_out(district)
    assert job.state == JobState.DONE
    assert "Elsewhere Academy" in str(job.report)
    rows = {row.category: row for row in targets_of(Population.objects.get(), "school").rows}
    assert rows["Elsewhere Academy"].school is None
    assert rows["Elsewhere Academy"].n == 2


def test_figures_can_be_typed_and_mistakes_are_named_by_line(
    desk: Client, district: District, schools: list[School]
) -> None:
    url = district.url("type_population")
    form = {
        "title": "Our own count",
        "who_is_counted": "families",
        "as_of": "2026",
        "school": "Juniper High School: 600\nMesa Elementary:",
        "language": "English: 800\nEspañol: 1,420 ± 60\nKaren = 12",
    }
    assert desk.post(url, form).status_code == 303
    population = Population.objects.get()
    assert n_by(population, "language") == {"en": 800, "es": 1420, "karen": 12}
    (school,) = targets_of(population, "school").rows
    assert (school.school, school.n) == (schools[0], 600)
    bad = desk.post(
        url, {**form, "school": "Nowhere: 3\nMesa Elementary: lots", "language": "Karen: 1\nkaren: 2"}
    )
    html = bad.content.decode()
    assert bad.status_code == 422
    assert "Line 1: the district has no school with this name." in html
    assert "Line 2: enter a name, a colon and a number." in html
    assert "Line 2: this group is already listed above." in html
    assert Population.objects.count() == 1


@pytest.mark.parametrize("number", ["4.5", "4,5", "1,42", "1,420 ± 6.5", "1 2 3", "1,,420"])
def test_a_number_with_a_part_of_a_person_is_refused(desk: Client, district: District, number: str) -> None:
    url = district.url("type_population")
    form = {"title": "Ours", "who_is_counted": "families", "as_of": "2026", "language": f"Spanish: {number}"}
    bad = desk.post(url, form)
    assert bad.status_code == 422
    assert "Line 1: enter a whole number of people." in bad.content.decode()
    assert not Population.objects.exists()


def test_the_schools_own_name_goes_before_another_that_is_alike(
    desk: Client, district: District, schools: list[School]
) -> None:
    rows = "id,school\n1,JUNIPER HIGH SCHOOL\n2,Juniper High\n3,Juniper High School\n4,juniper high school\n"
    hand_in(desk, district, rows, "roster")
    map_as_guessed(desk)
    job = carry_out(district)
    assert job.state == JobState.DONE, job.sentence
    found = {row.school: row.n for row in targets_of(Population.objects.get(), "school").rows}
    assert found == {schools[0]: 3, None: 1}
    assert "Juniper High" in str(job.report)
    assert "“JUNIPER HIGH SCHOOL”" not in str(job.report)


def test_a_oneroster_zip_that_lacks_a_file_is_named_as_the_person_named_it(
    desk: Client, district: District
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("users.csv", populations.ONEROSTER["users.csv"])
    assert hand_in(desk, district, archive.getvalue(), "oneroster") == 303
    name = Upload.objects.get().name
    job = carry_out(district)
    assert job.state == JobState.FAILED
    assert job.sentence.startswith(f"{name}: ")
    assert "orgs.csv" in job.sentence


def test_the_list_is_paged_says_what_to_do_when_empty_and_figures_can_be_deleted(
    desk: Client, district: District
) -> None:
    url = district.url("populations")
    assert "Start by importing a roster" in desk.get(url).content.decode()
    for _number in range(26):
        make.population({"language": {"en": 3}})
    assert "page=2" in desk.get(url).content.decode()
    population = Population.objects.latest("pk")
    delete = district.url("delete_population", population_id=population.public_id)
    assert "This deletes" in desk.get(delete).content.decode()
    assert desk.post(delete).status_code == 303
    assert Population.objects.count() == 25


def test_the_crosswalk_is_there_to_be_read(desk: Client, district: District) -> None:
    html = desk.get(district.url("race_crosswalk")).content.decode()
    assert "no official count to compare with" in html
    assert "Middle Eastern or North African" in html


def test_a_mapping_is_refused_where_two_columns_are_one_part(desk: Client, district: District) -> None:
    hand_in(desk, district, "id,school,building\n1,A,B\n", "roster")
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    response = desk.post(url, {"c0": "id", "c1": "school", "c2": "school"})
    assert response.status_code == 422
    assert "Only one column can be" in response.content.decode()
    assert (
        "Choose at least one column"
        in desk.post(url, {"c0": "id", "c1": "ignore", "c2": "ignore"}).content.decode()
    )


def test_an_import_may_be_stopped_and_leaves_nothing(
    desk: Client, district: District, analyst: Person
) -> None:
    hand_in(desk, district, packed(), "oneroster")
    job = Job.objects.latest("pk")
    Job.objects.filter(pk=job.pk).update(is_cancel_asked=True)
    assert carry_out(district).state == JobState.CANCELLED
    assert not Population.objects.exists()
    assert RunningJob(job, make.actor(analyst, district)).job.is_cancel_asked is False


def test_a_roster_nobody_came_back_to_is_gone_after_a_day_file_and_all(
    desk: Client, district: District, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    upload = Upload.objects.get()
    system, now = Actor.system(district), timezone.now()
    assert remove_old_uploads(system, now + timedelta(hours=20)) == 0
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert remove_old_uploads(system, now + timedelta(hours=25)) == 1
    assert not upload.folder.exists()
    url = district.url("map_population", upload_id=upload.public_id)
    response = desk.get(url)
    assert response.status_code == 410
    assert "no more than one day" in response.content.decode()


@pytest.mark.parametrize("is_valid", [True, False], ids=["counted", "refused"])
def test_what_was_chosen_of_a_roster_is_there_again(desk: Client, district: District, is_valid: bool) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    upload = Upload.objects.get()
    url = district.url("map_population", upload_id=upload.public_id)
    form = desk.get(url).context["form"]
    guessed = {name: str(form[name].value() or "") for name in form.fields}
    (grade,) = [name for name, part in guessed.items() if part == "grade"]
    words = "W = White" if is_valid else "W: White"
    assert desk.post(url, {**guessed, grade: "age", "words_group": words}).status_code == (
        303 if is_valid else 422
    )
    if is_valid:
        Job.objects.update(state=JobState.FAILED)
    again = desk.get(url).context["form"]
    assert (again[grade].value(), again["words_group"].value()) == ("age", words)


def test_what_was_called_something_in_a_census_table_is_there_again(desk: Client, district: District) -> None:
    hand_in(desk, district, populations.ACS_WIDE, "acs", who_is_counted="residents")
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    form = desk.get(url).context["form"]
    guessed = {name: str(form[name].value() or "") for name in form.fields}
    nothing = {name: "ignore" if name.startswith("d") else value for name, value in guessed.items()}
    assert desk.post(url, {**nothing, "l0": "All of us"}).status_code == 422
    assert desk.get(url).context["form"]["l0"].value() == "All of us"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("L7: Spanish", "“L7: Spanish” is missing a value or an equals sign."),
        ("= Spanish", "“= Spanish” is missing a value"),
        ("L7 = Spanish\nl7 = spanish\nL7 = English", "“L7” has two meanings."),
    ],
)
def test_words_that_say_no_meaning_are_refused_by_line(
    desk: Client, district: District, words: str, message: str
) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    form = desk.get(url).context["form"]
    guessed = {name: str(form[name].value() or "") for name in form.fields}
    answer = desk.post(url, {**guessed, "words_language": words})
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["words_language"]
    assert error.startswith(message)


def test_a_file_without_a_mapping_leads_to_its_job_and_is_gone_once_that_is_stopped(
    desk: Client, district: District, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    hand_in(desk, district, packed(), "oneroster")
    job, upload = Job.objects.get(), Upload.objects.get()
    url = district.url("map_population", upload_id=upload.public_id)
    assert url in desk.get(district.url("populations")).content.decode()
    assert desk.get(url)["Location"] == district.url("job", job_id=job.public_id)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(district.url("cancel_job", job_id=job.public_id))
    assert url not in desk.get(district.url("populations")).content.decode()
    assert not upload.folder.exists()


def test_a_word_without_a_meaning_is_unknown(desk: Client, district: District, schools: list[School]) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    map_as_guessed(desk, words_language="Karen =")
    assert carry_out(district).state == JobState.DONE
    assert "karen" not in n_by(Population.objects.get(), "language")


def test_a_mapping_that_is_being_imported_is_not_changed_by_a_page_from_before(
    desk: Client, district: District, schools: list[School]
) -> None:
    hand_in(desk, district, populations.ROSTER, "roster")
    upload = Upload.objects.get()
    map_as_guessed(desk)
    before = Upload.objects.get().choices
    assert "mapping" in before
    remember_choices(Actor.system(district), upload, choices={"fields": {"c0": "ignore"}})
    assert Upload.objects.get().choices == before
    assert carry_out(district).state == JobState.DONE


def test_a_mistake_among_the_variables_of_a_table_is_listed_and_kept_without_nul(
    desk: Client, district: District
) -> None:
    hand_in(desk, district, populations.ACS_WIDE, "acs", who_is_counted="residents")
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    form = desk.get(url).context["form"]
    guessed = {name: str(form[name].value() or "") for name in form.fields}
    page = desk.post(url, {**guessed, "l0": "x" * 201, "l1": "All\0 of us"})
    assert page.status_code == 422
    assert '<a href="#id_l0">Group name</a>: ' in page.content.decode()
    assert Upload.objects.get().choices["fields"]["l1"] == "All of us"
