"""A file of figures is handed in with what it needs: the day of a OneRoster export."""

import pytest
from django.test import Client

from tests.formats import populations
from tests.measure.figures_files import carry_out, hand_in, packed
from throughline.accounts.models import District, JobState, Upload
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
    assert errors["counted_on"] == ["Choose a day, such as the day of the export."]
    assert desk.post(url, {**sent, "counted_on": "2026-13-45"}).context["form"].errors["counted_on"] == [
        "Enter a valid date."
    ]
    again = desk.post(url, {**sent, "counted_on": "2026-10-01"})
    assert again.status_code == 422
    assert "counted_on" not in again.context["form"].errors
    assert 'value="2026-10-01"' in str(again.context["form"]["counted_on"])
    assert "counted_on" not in desk.post(url, {**sent, "source": "roster"}).context["form"].errors
    assert not Upload.objects.exists()
