"""Pages for people without raw rights, before and after one answer: they do not tell whose it was."""

import re
from collections.abc import Mapping

import numpy as np
import pytest
from django.db.models import QuerySet
from django.test import Client

from tests import make
from tests.attack.before_and_after import attackers, everything_on
from tests.words import plain_cells
from throughline.accounts.models import District, Person, School
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.models import Contributor, Voice
from throughline.listen.views.browser_token import COOKIE
from throughline.measure.models import InvitationRound, KeptView, Population
from throughline.measure.queries.coverage import live
from throughline.measure.queries.kept_views import steps
from throughline.measure.queries.populations import matching
from throughline.understand.models import Code, Coding, Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(district: District) -> list[School]:
    return [make.school(name) for name in ("Alder", "Birch", "Cedar")]


@pytest.fixture
def people(district: District, schools: list[School]) -> list[Person]:
    return attackers(district, schools[0])


@pytest.fixture
def forum(district: District, schools: list[School]) -> Forum:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    take_part(forum, schools[0], 20, "en")
    take_part(forum, schools[1], 15, "es")
    take_part(forum, schools[2], 12, "en")
    return forum


def take_part(forum: Forum, school: School, n: int, language: str) -> None:
    for _number in range(n):
        person = make.contributor(forum, school=school, language=language, role="family")
        make.voice(forum, contributor=person)


def make_up(forum: Forum, school: School) -> QuerySet[Contributor]:
    """Twelve people who come from one network at once."""
    people = Contributor.objects.filter(burst=make.burst(forum, 12))
    people.update(school=school, language="es", role="family")
    for person in people:
        make.voice(forum, contributor=person)
    return people


def figures(schools: list[School], *n: int) -> Population:
    by_school = {school.public_id: one for school, one in zip(schools, n, strict=True)}
    return make.population({"school": by_school, "language": {"en": 700, "es": 300}})


def coverage_of(forum: Forum, people: list[Person]) -> Mapping[tuple[str, ...], str]:
    address = forum.district.url("coverage", forum_id=forum.public_id)
    others = [f"?figures={one}" for one in Population.objects.values_list("public_id", flat=True)]
    return everything_on([address, *(address + other for other in others)], people)


def codes_of(cycle: Cycle, people: list[Person]) -> Mapping[tuple[str, ...], str]:
    address = cycle.district.url("codes", cycle_id=cycle.public_id)
    return everything_on([address, f"{address}?page=2"], people)


def write(forum: Forum, n: int, *codes: Code) -> None:
    """Let people write, and give each text these codes."""
    for _number in range(n):
        voice = make.voice(forum, contributor=make.contributor(forum))
        Reading.objects.create(voice=voice)
        Coding.objects.bulk_create(Coding(district=forum.district, code=code, voice=voice) for code in codes)


def without_memory() -> None:
    """Forget what was in sight, as if each look were the first."""
    KeptView.objects.all().delete()


def heard(html: str) -> dict[str, int]:
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td class="n">([^<]+)</td>', plain_cells(html))
    return {label.strip(): int(n) for label, n in rows}


def test_coverage_does_not_tell_the_school_and_language_of_one_who_takes_part(
    forum: Forum, schools: list[School], people: list[Person]
) -> None:
    figures(schools, 500, 300, 200)
    figures(schools, 50, 30, 20)
    before = coverage_of(forum, people)
    assert all(heard(html) for html in before.values())
    take_part(forum, schools[1], 1, "es")
    assert coverage_of(forum, people) == before
    without_memory()
    after = coverage_of(forum, people)
    (one, *_others) = before
    told = {label for label, n in heard(after[one]).items() if heard(before[one])[label] != n}
    assert told == {"Birch", "Spanish"}


def test_coverage_does_not_tell_who_comes_or_withdraws_among_many(
    forum: Forum, schools: list[School], people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(schools, 500, 300, 200)
    before = coverage_of(forum, people)
    (one, *_others) = before
    take_part(forum, schools[0], 12, "en")
    take_part(forum, schools[2], 1, "en")
    after = coverage_of(forum, people)
    moved = {label: n - heard(before[one])[label] for label, n in heard(after[one]).items()}
    assert moved == {"Alder": 12, "Birch": 0, "Cedar": 0, "English": 12, "Spanish": 0}
    assert "59 people have taken part so far" in after[one]

    def everybody(_person: object, _move: object, n_people: int, *_rules: object) -> object:
        return np.ones(n_people, dtype=bool)

    monkeypatch.setattr(steps, "moves_in_steps", everybody)
    take_part(forum, schools[0], 10, "en")
    unguarded = coverage_of(forum, people)
    assert heard(unguarded[one])["Cedar"] == 13, "one newcomer is told"


def test_coverage_does_not_tell_of_one_beside_many_whom_the_attacker_made_up(
    forum: Forum, schools: list[School], people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(schools, 500, 300, 200)
    before = coverage_of(forum, people)
    (one, *_others) = before
    made_up = make_up(forum, schools[1])
    take_part(forum, schools[1], 1, "es")
    after = coverage_of(forum, people)
    assert heard(after[one])["Birch"] == heard(before[one])["Birch"], "some of the unit may be real"

    without_memory()
    made_up.delete()
    coverage_of(forum, people)
    monkeypatch.setattr(live, "unvouched_units", lambda forums: ())
    make_up(forum, schools[1])
    take_part(forum, schools[1], 1, "es")
    assert heard(coverage_of(forum, people)[one])["Birch"] == 16 + 12 + 1, "less the twelve, one is told"


def test_coverage_does_not_tell_the_school_that_one_person_adds_or_changes(
    forum: Forum, schools: list[School], people: list[Person]
) -> None:
    figures(schools, 500, 300, 200)
    Cycle.objects.update(is_school_asked=True)
    browser, token = Client(), make.token()
    person = make.contributor(forum, token=token, language="en", role="family")
    make.voice(forum, contributor=person)
    browser.cookies[COOKIE] = token
    before = coverage_of(forum, people)
    for school in (schools[1], schools[2]):
        browser.post(forum.district.url("about_self", forum_id=forum.public_id), {"school": school.public_id})
        assert Contributor.objects.get(pk=person.pk).school == school
        assert coverage_of(forum, people) == before
    without_memory()
    after = coverage_of(forum, people)
    (one, *_others) = before
    assert {label for label, n in heard(after[one]).items() if heard(before[one])[label] != n} == {"Cedar"}


def test_coverage_does_not_tell_that_a_few_were_asked_for_their_school(
    forum: Forum, schools: list[School], people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    figures(schools, 500, 300, 200)
    Cycle.objects.update(is_school_asked=True)
    Contributor.objects.update(school=None)
    before = coverage_of(forum, people)
    in_english = [html for (_who, language, _where), html in before.items() if language == "en"]
    assert all("too few people have been asked so far." in html for html in in_english)
    Contributor.objects.filter(pk=Contributor.objects.earliest("pk").pk).update(school=schools[0])
    assert coverage_of(forum, people) == before
    monkeypatch.setattr(matching, "known_attributes", lambda *_of, **_asked: {"school", "language"})
    assert coverage_of(forum, people) != before


def test_new_figures_of_the_community_do_not_merge_the_same_people_anew(
    district: District, schools: list[School], people: list[Person]
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    for school, n in zip(schools, (3, 20, 24), strict=True):
        take_part(forum, school, n, "en")
    figures(schools, 500, 300, 200)
    first = coverage_of(forum, people)
    (one, *_others) = first
    assert heard(first[one]) == {"Alder + Birch": 23, "Cedar": 24, "English": 47, "Spanish": 0}
    # Without Birch, Alder would be merged with Cedar: 27 together, of which 24 were known.
    figures([schools[0], schools[2]], 500, 200)
    Population.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    later = heard(coverage_of(forum, people)[one])
    assert "Alder + Cedar" not in later
    assert later["English"] == 47
    without_memory()
    assert heard(coverage_of(forum, people)[one])["Alder + Cedar"] == 27


def test_the_response_to_invitations_is_not_told_as_it_grows(
    forum: Forum, schools: list[School], people: list[Person], analyst: Person
) -> None:
    """The number of those who finished is counted in the forum: it moves with each answer."""
    figures(schools, 500, 300, 200)
    InvitationRound.objects.create(forum=forum, title="Letter", n_invited=300)
    before = coverage_of(forum, people)
    full = coverage_of(forum, [analyst])
    take_part(forum, schools[0], 1, "en")
    assert coverage_of(forum, people) == before
    assert all("Letter" not in html and "300" not in finished(html) for html in before.values())
    assert {finished(html) for html in full.values()} != {
        finished(html) for html in coverage_of(forum, [analyst]).values()
    }
    address = forum.district.url("invitations", forum_id=forum.public_id)
    for person in people:
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == 403


def finished(html: str) -> str:
    """The part of the page that tells the steps from an invitation to an answer."""
    return html.partition("<h2>Invitations</h2>")[2]


def test_fewer_than_the_minimum_look_the_same_as_nobody(
    district: District, schools: list[School], people: list[Person]
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    figures(schools, 500, 300, 200)
    before = coverage_of(forum, people)
    take_part(forum, schools[0], 9, "en")
    assert coverage_of(forum, people) == before
    take_part(forum, schools[0], 1, "en")
    assert coverage_of(forum, people) != before


def counted(html: str) -> dict[str, int]:
    """The number of texts of each code that is shown."""
    return heard(html)


def test_codes_do_not_tell_what_one_who_writes_writes_about(district: District, people: list[Person]) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    buses, bells, rare = (make.code(forum.cycle, name) for name in ("Buses", "Bells", "Rare"))
    write(forum, 15, buses)
    write(forum, 12, bells)
    write(forum, 3, rare)
    before = codes_of(forum.cycle, people)
    (one, *_others) = before
    assert counted(before[one]) == {"Buses": 15, "Bells": 12}
    write(forum, 1, bells)
    write(forum, 1, rare)
    assert codes_of(forum.cycle, people) == before
    without_memory()
    after = codes_of(forum.cycle, people)
    assert counted(after[one]) == {"Buses": 15, "Bells": 13}
    District.objects.filter(pk=district.pk).update(minimum_n=14)
    stricter = codes_of(forum.cycle, people)
    assert counted(stricter[one]) == {"Buses": 15}


def test_codes_do_not_tell_of_one_text_among_many_or_taken_away(
    district: District, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    buses, bells = (make.code(forum.cycle, name) for name in ("Buses", "Bells"))
    write(forum, 15, buses)
    write(forum, 12, bells)
    before = codes_of(forum.cycle, people)
    (one, *_others) = before
    write(forum, 11, buses)
    write(forum, 1, bells)
    Coding.objects.filter(code=bells).latest("pk").delete()
    Voice.objects.get(pk=Coding.objects.filter(code=bells).earliest("pk").voice_id).delete()
    after = codes_of(forum.cycle, people)
    assert counted(after[one]) == {"Buses": 26, "Bells": 12}
    assert "Based on 39 comments read, out of 39" in re.sub(r"\s+", " ", after[one])

    def everybody(_person: object, _move: object, n_people: int, *_rules: object) -> object:
        return np.ones(n_people, dtype=bool)

    monkeypatch.setattr(steps, "moves_in_steps", everybody)
    write(forum, 10, buses)
    assert counted(codes_of(forum.cycle, people)[one])["Bells"] == 11, "one text less is told"


def test_codes_do_not_tell_what_a_text_of_an_unknown_writer_is_about(
    district: District, people: list[Person]
) -> None:
    """Whoever sat at the table knows whose note it is."""
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    buses = make.code(forum.cycle, "Buses")

    def note(n: int) -> None:
        for _number in range(n):
            voice = make.voice(forum)
            Reading.objects.create(voice=voice)
            Coding.objects.create(district=district, code=buses, voice=voice)

    def numbers() -> list[int]:
        (one, *_others) = before = codes_of(forum.cycle, people)
        return [int(n) for n in re.findall(r'<td class="n">(\d+)</td>', plain_cells(before[one]))]

    write(forum, 12, buses)
    note(12)
    before = numbers()
    write(forum, 9, buses)
    note(1)
    assert [now - then for then, now in zip(before, numbers(), strict=True)] == [10, 10]


def test_the_order_of_codes_too_small_to_show_does_not_tell_their_size(
    district: District, people: list[Person]
) -> None:
    forum = make.forum(make.cycle(), ForumKind.QUESTION)
    first, second = make.code(forum.cycle, "First"), make.code(forum.cycle, "Second")
    write(forum, 2, first)
    write(forum, 9, second)
    (html, *_others) = codes_of(forum.cycle, people).values()
    assert html.index("First") < html.index("Second")
    assert counted(html) == {}
