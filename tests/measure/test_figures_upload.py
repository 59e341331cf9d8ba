"""A file of figures is handed in with what it needs, and asks where several columns may be the same."""

import pytest
from django.test import Client

from tests.formats import populations
from tests.measure.figures_files import carry_out, hand_in, map_as_guessed, packed
from throughline.accounts.models import District, Job, JobState, Upload
from throughline.measure.models import Population
from throughline.measure.queries.populations.counts import targets_of

pytestmark = pytest.mark.usefixtures("no_worker")


@pytest.mark.parametrize(("day", "right"), [("2025-10-01", {"s2": 2}), ("2026-02-01", {"s1": 1, "s2": 1})])
def test_a_oneroster_export_is_counted_on_the_day_that_was_chosen(
    desk: Client, district: District, day: str, right: dict[str, int]
) -> None:
    enrolled = (
        "sourcedId,status,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
        "e1,active,s2,u1,student,true,2025-08-20,2026-01-15\ne2,active,s1,u1,student,true,2026-01-16,\n"
        "e3,active,s2,u2,student,true,2025-08-20,\n"
    )
    users = populations.USERS.replace("09,s1", "09,d1").replace("KG,s2", "KG,d1")
    roles = populations.ROLES.replace(",s1\n", ",d1\n").replace(",s2\n", ",d1\n")
    files = {"users.csv": users.encode(), "roles.csv": roles.encode(), "enrollments.csv": enrolled.encode()}
    assert hand_in(desk, district, packed(**files), "oneroster", counted_on=day) == 303
    assert carry_out(district).state == JobState.DONE
    assert targets_of(Population.objects.get(), "school").counted == right


def test_a_oneroster_export_needs_its_day_and_a_form_with_a_mistake_keeps_it(
    desk: Client, district: District
) -> None:
    assert hand_in(desk, district, packed(), "oneroster", counted_on="") == 422
    url = district.url("import_population")
    sent = {"source": "oneroster", "counted_on": "", "who_is_counted": "students", "as_of": "2026"}
    errors = desk.post(url, sent).context["form"].errors
    assert errors["counted_on"] == ["Choose a date, such as the date of the export."]
    assert desk.post(url, {**sent, "counted_on": "2026-13-45"}).context["form"].errors["counted_on"] == [
        "Enter a valid date."
    ]
    again = desk.post(url, {**sent, "counted_on": "2026-10-01"})
    assert again.status_code == 422
    assert "counted_on" not in again.context["form"].errors
    assert 'value="2026-10-01"' in str(again.context["form"]["counted_on"])
    assert "counted_on" not in desk.post(url, {**sent, "source": "roster"}).context["form"].errors
    assert not Upload.objects.exists()


# Which of several columns

COMPETING = "Student ID,School,Building,Grade,Race,Ethnicity\n1,A,B,9,White,Hispanic\n2,A,C,10,Asian,No\n"


def test_columns_that_may_be_the_same_are_named_and_none_is_chosen_beforehand(
    desk: Client, district: District
) -> None:
    assert hand_in(desk, district, COMPETING, "roster") == 303
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    page = desk.get(url)
    form = page.context["form"]
    assert [form[f"c{i}"].value() for i in range(6)] == ["id", "", "", "grade", "", ""]
    html = page.content.decode()
    assert "More than one column could be “School”: “School”, “Building”." in html
    assert "More than one column could be “Race and ethnicity”: “Race”, “Ethnicity”." in html


def test_an_import_waits_until_each_of_them_is_chosen(desk: Client, district: District) -> None:
    hand_in(desk, district, COMPETING, "roster")
    url = district.url("map_population", upload_id=Upload.objects.get().public_id)
    form = desk.get(url).context["form"]
    guessed = {name: str(form[name].value() or "") for name in form.fields}
    answer = desk.post(url, {**guessed, "c1": "school"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"c2", "c4", "c5"}
    assert answer.context["form"]["c1"].value() == "school"
    assert not Job.objects.exists()
    chosen = {"c1": "school", "c2": "ignore", "c4": "group", "c5": "hispanic"}
    assert desk.post(url, {**guessed, **chosen}).status_code == 303
    assert carry_out(district).state == JobState.DONE
    population = Population.objects.get()
    assert targets_of(population, "group").counted == {"hispanic": 1, "asian": 1}


def test_codes_of_grades_and_sex_are_given_their_meaning_on_the_page(
    desk: Client, district: District
) -> None:
    content = "id,grade,sex\n1,-1,1\n2,0,2\n3,9,2\n"
    hand_in(desk, district, content, "roster")
    map_as_guessed(desk, words_grade="-1 = PK", words_sex="1 = F\n2 = M")
    assert carry_out(district).state == JobState.DONE
    population = Population.objects.get()
    assert targets_of(population, "grade").counted == {"pk": 1, "k": 1, "9": 1}
    assert targets_of(population, "sex").counted == {"female": 1, "male": 2}


# Which of several school years


@pytest.mark.parametrize(("as_of", "n"), [("2023–24", 35), ("2024-2025", 40), ("October 2026", None)])
def test_of_several_school_years_the_one_that_was_written_is_read(
    desk: Client, district: District, as_of: str, n: int | None
) -> None:
    row = populations.ccd_row("Mesa", "080291000001", "Grade 9", "White", "Female", "40", "Category Set A")
    earlier = row.replace("2024-2025", "2023-2024").replace(",40,", ",35,")
    head = populations.ccd().partition("\n")[0] + "\n"
    assert hand_in(desk, district, head + row + earlier, "ccd", as_of=as_of) == 303
    job = carry_out(district)
    if n is None:
        assert job.state == JobState.FAILED
        assert "“2023-2024”, “2024-2025”" in job.sentence
    else:
        assert Population.objects.get().n == n
