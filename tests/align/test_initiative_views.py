from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import make
from throughline.accounts.models import AuditEntry, District, Membership, Person, Role
from throughline.align import actions
from throughline.align.models import Action, Initiative, Progress

As = Callable[[Person | None], Client]

PILOT = {"title_en": "Later start", "state": "pilot"}
ACTION = {
    "title_en": "Place students with partners",
    "owner": "Partnership office",
    "due_on": "2027-05-31",
    "measure_en": "students placed",
    "target": "380",
}


def test_create_initiative_serves_directives_at_schools(
    district: District, coordinator: Person, client_of: As
) -> None:
    directive, school = make.directive(make.cycle(), "Teach by doing."), make.school("Dry Fork")
    answer = client_of(coordinator).post(
        district.url("create_initiative"),
        {
            "title_en": "Shop class",
            "title_es": "Taller",
            "state": "developing",
            "directives": [directive.pk],
            "schools": [school.pk],
            "is_public": "on",
        },
    )
    initiative = Initiative.objects.get()
    assert answer["Location"] == district.url("initiative", initiative_id=initiative.public_id)
    assert list(initiative.directives.all()) == [directive]
    assert list(initiative.schools.all()) == [school]
    assert AuditEntry.objects.get(verb="create_initiative").details == {"state": "developing"}
    page = client_of(coordinator).get(answer["Location"]).content.decode()
    assert "Teach by doing." in page
    assert "Dry Fork" in page


def test_a_link_from_a_directive_comes_with_it_chosen(
    district: District, coordinator: Person, client_of: As
) -> None:
    directive = make.directive(make.cycle(), "Teach by doing.")
    make.directive(make.cycle(), "Another.")
    client = client_of(coordinator)
    link = f"{district.url('create_initiative')}?directive={directive.public_id}"
    assert link in client.get(district.url("directive", directive_id=directive.public_id)).content.decode()
    assert client.get(link).content.decode().count(" checked") == 2  # the directive, and that it is public
    assert client.get(district.url("create_initiative") + "?directive=none").status_code == 200


def test_a_pilot_has_a_question_and_an_end(district: District, coordinator: Person, client_of: As) -> None:
    client = client_of(coordinator)
    answer = client.post(district.url("create_initiative"), PILOT)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the date when the pilot ends" in page
    assert "Enter the question that the pilot should answer" in page
    assert 'value="Later start"' in page
    with pytest.raises(ValidationError):
        actions.create_initiative(
            make.actor(coordinator, district), title=make.translated("Later start"), state="pilot"
        )
    whole = {**PILOT, "pilot_question_en": "Are fewer late?", "pilot_ends_on": "2027-06-01"}
    assert client.post(district.url("create_initiative"), whole).status_code == 303
    initiative = Initiative.objects.get()
    assert initiative.pilot_ends_on == date(2027, 6, 1)
    edit = district.url("edit_initiative", initiative_id=initiative.public_id)
    assert 'value="2027-06-01"' in client.get(edit + "?lang=es").content.decode()
    assert client.post(edit, PILOT).status_code == 422


def test_edit_initiative_says_what_state_it_came_from(
    district: District, coordinator: Person, client_of: As
) -> None:
    initiative = make.initiative("Shop class", state="future", required_by="State law")
    url = district.url("edit_initiative", initiative_id=initiative.public_id)
    page = client_of(coordinator).get(url).content.decode()
    assert 'value="Shop class"' in page
    assert 'value="State law"' in page
    client_of(coordinator).post(url, {"title_en": "Shop class", "state": "existing"})
    initiative.refresh_from_db()
    assert (initiative.state, initiative.required_by, initiative.is_public) == ("existing", "", False)
    assert AuditEntry.objects.get(verb="edit_initiative").details == {"was": "future", "state": "existing"}


def test_actions_have_an_owner_a_day_and_a_measure(
    district: District, coordinator: Person, client_of: As
) -> None:
    initiative = make.initiative("Partner projects")
    client = client_of(coordinator)
    url = district.url("create_action", initiative_id=initiative.public_id)
    answer = client.post(url, {"title_en": "Place students"})
    assert answer.status_code == 422
    assert "Place students" in answer.content.decode()
    assert client.post(url, ACTION).status_code == 303
    action = Action.objects.get()
    assert (action.owner, action.due_on, action.target) == (
        "Partnership office",
        date(2027, 5, 31),
        Decimal(380),
    )
    page = client.get(district.url("initiative", initiative_id=initiative.public_id)).content.decode()
    assert "No progress reported yet." in page
    assert AuditEntry.objects.get(verb="create_action").object_id == action.public_id


def test_progress_is_kept_and_the_newest_by_its_day_stands(
    district: District, coordinator: Person, client_of: As
) -> None:
    initiative = make.initiative("Partner projects")
    client = client_of(coordinator)
    client.post(district.url("create_action", initiative_id=initiative.public_id), ACTION)
    action = Action.objects.get()
    url = district.url("report_progress", action_id=action.public_id)

    def report(on: str, status: str, value: str, words: str) -> None:
        data = {"on": on, "status": status, "value": value, "sentence_en": words}
        assert client.post(url, data).status_code == 303

    report("2026-09-22", "under_way", "74", "The first partners signed.")
    report("2026-11-01", "behind", "162", "A van is missing.")
    report("2026-10-01", "done", "90", "Written down late.")
    action.refresh_from_db()
    assert action.status == "behind"
    assert [str(one.sentence) for one in action.progress.all()] == [
        "A van is missing.",
        "Written down late.",
        "The first partners signed.",
    ]
    page = client.get(district.url("initiative", initiative_id=initiative.public_id)).content.decode()
    assert page.index("A van is missing.") < page.index("The first partners signed.")
    assert "162 of 380" in " ".join(page.split())
    assert AuditEntry.objects.filter(verb="report_progress").count() == 3
    bad = client.post(url, {"on": "yesterday", "status": "done", "sentence_en": "Kept words."})
    assert bad.status_code == 422
    assert "Kept words." in bad.content.decode()
    assert Progress.objects.count() == 3


@pytest.mark.parametrize(("n", "n_rows"), [(0, 0), (1, 1), (60, 25)])
def test_initiatives_are_paged_with_the_same_few_queries(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    n_rows: int,
    django_assert_max_num_queries: Any,
) -> None:
    directive = make.directive(make.cycle())
    for number in range(n):
        make.initiative(f"Initiative number {number}", directive)
    client = client_of(coordinator)
    client.get(district.url("initiatives"))
    with django_assert_max_num_queries(16):
        page = client.get(district.url("initiatives")).content.decode()
    assert page.count("Initiative number") == n_rows
    assert ("Page 1 of 3" in page) == (n == 60)
    assert ("No initiatives yet. Start with work" in page) == (n == 0)
    assert client.get(district.url("initiatives"), {"page": "9999"}).status_code == 200


@pytest.mark.parametrize(("n", "offered"), [(0, 0), (1, 1), (60, 50)])
def test_an_initiative_is_offered_the_first_directives_and_finds_the_others(
    district: District,
    coordinator: Person,
    client_of: As,
    n: int,
    offered: int,
    django_assert_max_num_queries: Any,
) -> None:
    cycle = make.cycle()
    directives = [make.directive(cycle, f"Directive number {number}.") for number in range(n)]
    client, url = client_of(coordinator), district.url("create_initiative")
    with django_assert_max_num_queries(16):
        page = client.get(url).content.decode()
    assert page.count("Directive number") == offered
    assert ('name="find_directives"' in page) == (n > 50)
    if n > 50:
        kept = directives[54]
        query = f"?directive={kept.public_id}&find_directives=number+59"
        page = client.get(url + query).content.decode()
        assert page.count("Directive number") == 2
        assert f'value="{kept.pk}" id="id_directives_0" checked' in page
        assert f'type="hidden" name="directive" value="{kept.public_id}"' in page
        assert "Find a priority: 1 of 60 found." in page
        data = {"title_en": "Shop class", "state": "existing", "directives": [directives[59].pk]}
        assert client.post(url, {**data, "title_en": ""}).content.decode().count("Directive number") == 51
        client.post(url, data)
        assert list(Initiative.objects.get().directives.all()) == [directives[59]]
        edit = district.url("edit_initiative", initiative_id=Initiative.objects.get().public_id)
        assert "Directive number 59." in client.get(edit).content.decode()


def test_a_school_leader_plans_for_their_own_schools_only(district: District, client_of: As) -> None:
    alder, birch = make.school("Alder"), make.school("Birch")
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=alder))
    page = client.get(district.url("create_initiative")).content.decode()
    assert "Alder" in page
    assert "Birch" not in page
    asked = {"title_en": "Shop class", "state": "developing"}
    for schools in ([], [birch.pk], [alder.pk, birch.pk]):
        answer = client.post(district.url("create_initiative"), {**asked, "schools": schools})
        assert answer.status_code == 422, schools
        assert 'value="Shop class"' in answer.content.decode()
    assert client.post(district.url("create_initiative"), {**asked, "schools": [alder.pk]}).status_code == 303
    assert list(Initiative.objects.get().schools.all()) == [alder]


def test_an_initiative_at_two_schools_belongs_to_neither_leader_alone(
    district: District, client_of: As
) -> None:
    alder, birch = make.school("Alder"), make.school("Birch")
    leader = make.member(district, Role.SCHOOL_LEADER, school=alder)
    client, initiative = client_of(leader), make.initiative("Shop class")
    page = district.url("initiative", initiative_id=initiative.public_id)
    edit = district.url("edit_initiative", initiative_id=initiative.public_id)
    for schools, may_edit in (([], False), ([alder, birch], False), ([birch], False), ([alder], True)):
        initiative.schools.set(schools)
        assert (edit in client.get(page).content.decode()) == may_edit, schools
        assert (client.get(edit).status_code == 200) == may_edit, schools
    initiative.schools.set([alder, birch])
    Membership.objects.create(person=leader, role=Role.SCHOOL_LEADER, school=birch)
    assert client.get(edit).status_code == 200


def test_what_a_school_leader_plans_serves_no_directive_of_another_school(
    district: District, client_of: As
) -> None:
    alder, birch = make.school("Alder"), make.school("Birch")
    client = client_of(make.member(district, Role.SCHOOL_LEADER, school=alder))
    own = make.directive(make.cycle(school=alder), "A shop at Alder.")
    of_district = make.directive(make.cycle(), "Teach by doing.")
    of_birch = make.directive(make.cycle(school=birch), "A garden at Birch.")
    for directive, may_serve in ((own, True), (of_district, True), (of_birch, False)):
        page = client.get(district.url("directive", directive_id=directive.public_id)).content.decode()
        assert (district.url("create_initiative") in page) == may_serve
    link = f"{district.url('create_initiative')}?directive={of_birch.public_id}&find_directives=garden"
    assert "A garden at Birch." not in client.get(link).content.decode()
    asked = {"title_en": "Shop class", "state": "developing", "schools": [alder.pk]}
    bad = client.post(district.url("create_initiative"), {**asked, "directives": [own.pk, of_birch.pk]})
    assert bad.status_code == 422
    served = make.initiative("Shop class", of_birch)
    served.schools.set([alder])
    edit = district.url("edit_initiative", initiative_id=served.public_id)
    kept = {**asked, "directives": [own.pk, of_district.pk, of_birch.pk]}
    assert client.post(edit, kept).status_code == 303, "a directive that it serves already stays"
    assert set(served.directives.all()) == {own, of_district, of_birch}
