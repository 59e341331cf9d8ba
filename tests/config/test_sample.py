"""The sample district: reproducible, labeled as sample data, complete, with realistic gaps."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from throughline.accounts.models import District, Job, Person, School
from throughline.config.demo import files, sample
from throughline.convene.models import Cycle, Forum, ForumKind, Tally
from throughline.listen.models import Contributor, CurrentVote, MeetingTable, SurveyAnswer, Voice, Vote
from throughline.listen.queries.contributor import voice_by_code
from throughline.measure.models import Run
from throughline.partner.models import Service, Support
from throughline.report.models import Publication
from throughline.understand.releases import released_findings, shown_findings

pytestmark = pytest.mark.django_db


@pytest.fixture
def juniper(sample_slug: str, db: None) -> Iterator[District]:
    district = District.objects.get(slug=sample_slug)
    with scope(district=district):
        yield district


def _content_of(district: District) -> dict[str, Any]:
    """Return all texts and choices, without random ids and times."""
    with scope(district=district):
        forums = list(Forum.objects.order_by("pk"))
        place = {forum.pk: number for number, forum in enumerate(forums)}
        people = {
            pk: n for n, pk in enumerate(Contributor.objects.order_by("pk").values_list("pk", flat=True))
        }
        voices = list(Voice.objects.order_by("pk"))
        text_of = {voice.pk: voice.text for voice in voices}
        answers = SurveyAnswer.objects.select_related("question", "school").prefetch_related("choices")
        return {
            "texts": [(place[v.forum_id], v.kind, v.text, v.language, v.state) for v in voices],
            "votes": [
                (people[v.contributor_id], text_of[v.statement_id], v.value)
                for v in Vote.objects.order_by("pk")
            ],
            "answers": [
                (
                    people[a.contributor_id],
                    str(a.question.prompt),
                    a.number,
                    a.word,
                    a.school.name if a.school else "",
                    [str(choice.label) for choice in a.choices.all()],
                )
                for a in answers.order_by("pk")
            ],
            "people": [
                (c.role, c.language, c.school.name if c.school else "")
                for c in Contributor.objects.select_related("school").order_by("pk")
            ],
            "findings": [
                (
                    str(one.finding.sentence),
                    one.finding.n,
                    [entry.figures for entry in one.entries],
                    one.quotes,
                )
                for cycle in Cycle.objects.order_by("pk")
                for one in shown_findings(released_findings(cycle))
            ],
        }


@pytest.mark.slow
def test_two_districts_of_one_seed_are_the_same(juniper: District, monkeypatch: pytest.MonkeyPatch) -> None:
    read = files.read
    renamed = {**read("district"), "slug": "juniper-again"}
    monkeypatch.setattr(files, "read", lambda name: renamed if name == "district" else read(name))
    monkeypatch.setattr(sample, "_people", _people_of_another_district)
    first, second = _content_of(juniper), _content_of(sample.make(timezone.now() - timedelta(days=3)))
    assert len(first["votes"]) > 4_000
    for name in first:
        assert first[name] == second[name], name


def _people_of_another_district(district: District, about: dict[str, Any]) -> Any:
    """Create the same schools; the sample staff are already in the first district."""
    from throughline.accounts.actions import add_member, create_school
    from throughline.accounts.permissions import Actor

    system = Actor.system(district)
    for school in about["schools"]:
        create_school(system, **{key: school[key] for key in ("name", "level", "state_id")})
    owner = Person.objects.get(email="owner@juniper-valley.example")
    add_member(system, person=owner, role="owner")
    return Actor.of(district, owner)


def test_a_second_time_it_is_not_made_again(juniper: District) -> None:
    before = (Voice.objects.count(), Vote.objects.count(), Publication.objects.count())
    again = sample.ensure()
    assert again.district == juniper.slug
    assert (Voice.objects.count(), Vote.objects.count(), Publication.objects.count()) == before
    assert District.objects.count() == 1


def test_it_is_of_the_size_it_should_be(juniper: District) -> None:
    about = files.read("district")
    assert School.objects.count() == 9
    assert 5_500 <= sum(school["students"] for school in about["schools"]) <= 6_500
    assert juniper.languages == ["en", "es"]
    assert 300 <= Contributor.objects.count() <= 1_000
    assert Service.objects.exists()
    assert Support.objects.filter(directive__isnull=False).exists()


def test_one_cycle_is_walked_to_its_end_and_one_is_half_way(juniper: District) -> None:
    done, half_way = Cycle.objects.order_by("pk")
    assert (done.is_promise_kept, half_way.ended_on) == (True, None)
    now = timezone.now()
    assert {forum.state(now) for forum in done.forums.all()} == {"closed"}
    assert {forum.state(now) for forum in half_way.forums.all()} == {"open"}
    for cycle in (done, half_way):
        assert {forum.kind for forum in cycle.forums.all()} == set(ForumKind.values)
    assert len(released_findings(done)) == 4
    assert released_findings(half_way) == []
    assert Publication.objects.get().cycle == done
    assert Run.objects.get(kind="opinion_groups").exact["verdict"] == "groups", (
        "there is structure to be found"
    )
    assert Job.objects.get().state == "done"
    assert Voice.objects.filter(forum__cycle=half_way, state="received").count() == 2, "something to read"


def test_its_survey_has_the_gaps_of_a_real_one(juniper: District) -> None:
    survey = Forum.objects.filter(kind=ForumKind.SURVEY).order_by("pk").first()
    people = Contributor.objects.filter(forum=survey)
    assert people.count() == 166
    answered = Counter(SurveyAnswer.objects.filter(forum=survey).values_list("question", flat=True))
    assert min(answered.values()) < 0.95 * 166, "not everybody answers everything"
    spanish = people.filter(language="es").count() / 166
    assert spanish < 0.2, "homes that speak Spanish answer less than they are many"
    students = {school["name"]: school["students"] for school in files.read("district")["schools"]}
    came = Counter(people.values_list("school__name", flat=True))
    shares = [came[name] / 166 / (n / sum(students.values())) for name, n in students.items()]
    assert max(shares) > 1.3, "some schools are heard more than they are many"
    assert min(shares) < 0.9, "and some less"


def test_nobody_votes_on_everything_and_each_vote_has_its_moment(juniper: District) -> None:
    forum = Forum.objects.filter(kind=ForumKind.STATEMENTS).order_by("pk").first()
    assert forum is not None
    assert forum.opens_at is not None
    assert forum.closes_at is not None
    votes = Counter(CurrentVote.objects.filter(forum=forum).values_list("contributor", flat=True))
    n_statements = Voice.objects.filter(forum=forum).count()
    assert sum(n == n_statements for n in votes.values()) < len(votes) / 5
    moments = [vote.at for vote in Vote.objects.filter(forum=forum) if vote.at is not None]
    assert forum.opens_at <= min(moments)
    assert max(moments) < forum.closes_at
    assert max(moments) - min(moments) > timedelta(days=30)


def test_people_at_the_tables_of_its_meeting_are_counted(juniper: District) -> None:
    meeting = Forum.objects.filter(kind=ForumKind.MEETING).order_by("pk").first()
    seated = sum(MeetingTable.objects.filter(forum=meeting).values_list("n_people", flat=True))
    assert seated > 0
    assert Tally.objects.get(forum=meeting, what="people").n == seated


def test_its_follow_code_leads_from_words_to_the_decision(juniper: District) -> None:
    code = sample.ensure().follow_code
    voice = voice_by_code(code)
    assert voice is not None
    page = Client().get(juniper.url("follow", code=code)).content.decode()
    assert voice.text in page
    for words in ("Your response is part of what we heard", "responded on", "What we are doing about it"):
        assert words in page


def test_every_page_shows_that_it_is_invented(juniper: District) -> None:
    done = Cycle.objects.order_by("pk").first()
    owner = Client()
    owner.force_login(Person.objects.get(email="owner@juniper-valley.example"))
    assert done is not None
    pages = [
        (Client(), juniper.url("district_front")),
        (Client(), juniper.url("public_cycle", cycle_id=done.public_id)),
        (Client(), juniper.url("part", forum_id=Forum.objects.order_by("-pk")[0].public_id)),
        (Client(), juniper.url("follow", code=sample.ensure().follow_code)),
        *((owner, juniper.url(name)) for name in ("desk", "publications", "voices", "directives", "members")),
    ]
    for client, url in pages:
        assert "Demo data" in client.get(url).content.decode(), url


def test_nothing_of_it_is_outside_its_district(juniper: District) -> None:
    with scopes_disabled():
        assert set(Voice.objects.values_list("district", flat=True)) == {juniper.pk}
        assert set(Vote.objects.values_list("district", flat=True)) == {juniper.pk}
        assert set(Cycle.objects.values_list("district", flat=True)) == {juniper.pk}


def test_the_demo_message_names_pages_and_people(juniper: District) -> None:
    sign_in = sample.ensure()
    message = sample.demo_message("http://localhost:8000", sign_in)
    for words in (
        f"/d/{juniper.slug}/desk/",
        sign_in.follow_code,
        "coordinator@",
        sample.PASSWORD,
        "demo district",
    ):
        assert words in message


def test_answers_have_the_role_that_they_speak_from(juniper: District) -> None:
    told = files.read("answers")
    roles = {answer["text"]: answer["role"] for answer in [*told["answers"], *told["half_way"]]}
    voices = Voice.objects.filter(text__in=roles).select_related("contributor")
    assert voices.count() == len(roles)
    assert {voice.text: voice.contributor.role for voice in voices if voice.contributor} == roles


def test_the_open_meeting_names_its_day_in_both_languages(juniper: District) -> None:
    meeting = Forum.objects.filter(kind=ForumKind.MEETING).latest("pk")
    labels = {}
    for language in ("en", "es"):
        with override(language):
            labels[language] = meeting.when_label
    assert re.fullmatch(r"[A-Z][a-z]+\.? \d{1,2}, 20\d\d, 5:30 p\.m\. to 7 p\.m\.", labels["en"])
    assert re.fullmatch(r"\d{1,2} de [a-z]+ de 20\d\d, de 5:30 p\.m\. a 7:00 p\.m\.", labels["es"])
    assert meeting.closes_at == meeting.ends_at
