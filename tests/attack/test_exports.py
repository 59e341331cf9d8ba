"""Somebody who may download votes, answers and words, and saw when a neighbor took part, links the three.

The attacker downloads the ordinary files as often as they like, has no right to the linked ones, and knows
the minute at which the neighbor took part and how many had been there before.
"""

import csv
import io
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.actions import record
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import audit
from throughline.convene.models import Forum, ForumKind
from throughline.listen.actions.statement import add_statement
from throughline.listen.actions.survey import finish_survey, save_survey_answer
from throughline.listen.actions.vote import cast_vote
from throughline.listen.models import Contributor, QuestionKind, Voice
from throughline.listen.queries import exports, survey_export, voices
from throughline.listen.queries.contributor import new_token
from throughline.listen.queries.question_kinds import Stored

ClientOf = Callable[[Person | None], Client]
Files = dict[str, list[dict[str, str]]]
Attack = Callable[["Evening", Files], object]

N_PEOPLE, NEIGHBOR = 20, 13
"""So many came on one evening, a minute apart; the neighbor after `NEIGHBOR` others."""
N_STATEMENTS = 5
N_DOWNLOADS = 6
"""An order that says something is the same in all of them; a random one, never (1 in 20 to the 5)."""


def ballot_of(number: int) -> tuple[int, ...]:
    """Everybody votes differently."""
    return tuple(1 if number >> place & 1 else -1 for place in range(N_STATEMENTS))


def words_of(number: int) -> str:
    return f"Person {number} wrote this."


@dataclass
class Evening:
    """What took place, of which the attacker knows `neighbor_at` alone."""

    district: District
    conversation: Forum
    survey: Forum
    neighbor_at: datetime


@pytest.fixture
def evening(district: District, traveller: time_machine.Traveller) -> Evening:
    cycle = make.cycle()
    conversation, survey = make.forum(cycle), make.forum(cycle, ForumKind.SURVEY)
    seeds = [make.statement(conversation, f"Seed {n}", is_seed=True) for n in range(N_STATEMENTS)]
    scales = [make.question(survey, QuestionKind.SCALE) for _ in range(N_STATEMENTS)]
    text = make.question(survey, QuestionKind.TEXT)
    actor, neighbor_at = Actor.contributor(district), timezone.now()
    for number in range(N_PEOPLE):
        traveller.shift(timedelta(minutes=1))
        token = new_token()
        if number == NEIGHBOR:
            neighbor_at = timezone.now()
        for seed, question, value in zip(seeds, scales, ballot_of(number), strict=True):
            cast_vote(actor, conversation, statement_id=seed.pk, value=value, token=token)
            stored = Stored(number=3 + value)
            save_survey_answer(actor, question, stored=stored, language="en", token=token)
        add_statement(actor, conversation, text=words_of(number), language="en", token=token)
        stored = Stored(text=words_of(number))
        save_survey_answer(actor, text, stored=stored, language="en", token=token)
        finish_survey(actor, survey, token=token)
    Voice.objects.update(state="approved")
    make.code(cycle, "School", *Voice.objects.filter(forum=survey).order_by("pk"))
    return Evening(district, conversation, survey, neighbor_at)


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def tables_in(response: Any, name: str) -> Files:
    content = b"".join(response)
    if response["Content-Type"] != "application/zip":
        return {name: rows_in(content)}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {f"{name}/{one}": rows_in(packed.read(one)) for one in packed.namelist()}


def download(client: Client, evening: Evening) -> Files:
    """Download everything that the attacker may."""
    url = evening.district.url
    cycle_id = evening.survey.cycle.public_id
    return {
        **tables_in(client.get(url("export_forum", forum_id=evening.conversation.public_id)), "polis"),
        **tables_in(client.get(url("export_forum", forum_id=evening.survey.public_id)), "survey"),
        **tables_in(client.get(url("export_voices") + "?kind=survey_text"), "voices"),
        **tables_in(client.get(url("codings_csv", cycle_id=cycle_id)), "codings"),
    }


def found(attack: Attack, evening: Evening, downloads: list[Files]) -> object:
    """What an attack finds in every download alike."""
    answers = {repr(attack(evening, files)) for files in downloads}
    return attack(evening, downloads[0]) if len(answers) == 1 else None


def only(rows: list[Any]) -> Any:
    return rows[0] if len(rows) == 1 else None


def is_at(evening: Evening, written: str) -> bool:
    """Whether a cell says that it was at the neighbor's minute."""
    if written.isdecimal():
        at = datetime.fromtimestamp(int(written) / 1000, UTC)
    else:
        at = datetime.fromisoformat(written)
        at = at if at.tzinfo else at.replace(tzinfo=evening.district.zone)
    return abs(at - evening.neighbor_at) < timedelta(seconds=30)


def votes_of(files: Files, voter: str | None) -> tuple[int, ...] | None:
    """The votes of a row of the matrix, in the order of the seeds."""
    if voter is None:
        return None
    texts = {row["comment-id"]: row["comment-body"] for row in files["polis/comments.csv"]}
    (row,) = (row for row in files["polis/participants-votes.csv"] if row["participant"] == voter)
    by_text = {texts[column]: value for column, value in row.items() if column in texts}
    return tuple(int(by_text[f"Seed {n}"]) for n in range(N_STATEMENTS))


def answers_in(row: dict[str, str] | None) -> tuple[int, ...] | None:
    if row is None:
        return None
    numbers = [value for value in row.values() if value in {"2", "4"}]
    return tuple(int(value) - 3 for value in numbers)


# Attacks


def ballot_by_the_hour(evening: Evening, files: Files) -> object:
    rows = files["polis/votes.csv"]
    return votes_of(files, only(sorted({r["voter-id"] for r in rows if is_at(evening, r["timestamp"])})))


def ballot_by_place(evening: Evening, files: Files) -> object:
    return votes_of(files, list(dict.fromkeys(r["voter-id"] for r in files["polis/votes.csv"]))[NEIGHBOR])


def ballot_by_number(evening: Evening, files: Files) -> object:
    rows = files["polis/participants-votes.csv"]
    return votes_of(files, sorted((r["participant"] for r in rows), key=int)[NEIGHBOR])


def statement_by_the_hour(evening: Evening, files: Files) -> object:
    rows = files["polis/comments.csv"]
    return only([r["comment-body"] for r in rows if is_at(evening, r["timestamp"])])


def statement_by_place(evening: Evening, files: Files) -> object:
    rows = [r for r in files["polis/comments.csv"] if r["comment-body"].startswith("Person")]
    return sorted(rows, key=lambda r: int(r["comment-id"]))[NEIGHBOR]["comment-body"]


def answers_by_the_hour(evening: Evening, files: Files) -> object:
    rows = files["survey/answers.csv"]
    return answers_in(only([r for r in rows if is_at(evening, r["Received at (Throughline)"])]))


def answers_by_place(evening: Evening, files: Files) -> object:
    return answers_in(files["survey/answers.csv"][NEIGHBOR])


def written_answer_by_place(evening: Evening, files: Files) -> object:
    return list(files["survey/written-answers.csv"][NEIGHBOR].values())[-1]


def words_by_place(evening: Evening, files: Files) -> object:
    return files["voices"][-1 - NEIGHBOR]["comment"]


def coded_words_by_place(evening: Evening, files: Files) -> object:
    return files["codings"][NEIGHBOR]["words"]


BY_THE_HOUR = [ballot_by_the_hour, statement_by_the_hour, answers_by_the_hour]
BY_PLACE = [
    ballot_by_place,
    statement_by_place,
    answers_by_place,
    written_answer_by_place,
    words_by_place,
    coded_words_by_place,
]
OF_THE_NEIGHBOR = {ballot_of(NEIGHBOR), words_of(NEIGHBOR)}


def without_the_day_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exports, "_day_ms", lambda moment, district: exports._ms(moment))
    patch.setattr(survey_export, "_start_of_day", lambda moment, district: moment.astimezone(district.zone))


def without_a_random_order(patch: pytest.MonkeyPatch) -> None:
    class Straight(secrets.SystemRandom):
        def shuffle(self, x: Any) -> None:
            x.sort(key=lambda one: getattr(one, "pk", one))

    patch.setattr(secrets, "SystemRandom", Straight)
    patch.setattr(exports, "_shuffled", lambda person, statement: list(range(len(person))))
    newest_first = voices.shuffled_rows
    patch.setattr(
        voices,
        "shuffled_rows",
        lambda district, rows, cells: reversed(list(newest_first(district, rows, cells))),
    )


def test_the_neighbors_votes_answers_and_words_are_found_by_nothing(
    evening: Evening, coordinator: Person, client_of: ClientOf
) -> None:
    client = client_of(coordinator)
    downloads = [download(client, evening) for _ in range(N_DOWNLOADS)]
    attacks = [*BY_THE_HOUR, *BY_PLACE, ballot_by_number]
    assert {attack.__name__: found(attack, evening, downloads) for attack in attacks} == dict.fromkeys(
        attack.__name__ for attack in attacks
    )


@pytest.mark.parametrize("attack", BY_THE_HOUR)
def test_with_the_time_the_hour_finds_them(
    evening: Evening,
    coordinator: Person,
    client_of: ClientOf,
    attack: Attack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_day_alone(monkeypatch)
    downloads = [download(client_of(coordinator), evening) for _ in range(2)]
    assert found(attack, evening, downloads) in OF_THE_NEIGHBOR


@pytest.mark.parametrize("attack", BY_PLACE)
def test_in_the_order_of_arrival_the_place_finds_them(
    evening: Evening,
    coordinator: Person,
    client_of: ClientOf,
    attack: Attack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_a_random_order(monkeypatch)
    downloads = [download(client_of(coordinator), evening) for _ in range(2)]
    assert found(attack, evening, downloads) in OF_THE_NEIGHBOR


# The words are known to be the neighbor's, and the ballot is looked for.


def tied(client: Client, evening: Evening) -> Files:
    url, data = evening.district.url, {"is_needed": "on"}
    conversation = url("export_forum_tied", forum_id=evening.conversation.public_id)
    survey = url("export_forum_tied", forum_id=evening.survey.public_id)
    return {
        **tables_in(client.post(conversation, data), "polis"),
        **tables_in(client.post(survey, data), "survey"),
        **tables_in(client.post(url("export_voices_tied"), data), "voices"),
    }


def shared_ids(files: Files) -> set[str]:
    """Ids of tables of words that stand in tables of votes or answers too."""
    apart = {"polis/votes.csv", "polis/participants-votes.csv", "survey/answers.csv"}
    ids = [
        {value for row in rows for value in row.values() if len(value) == 22 and " " not in value}
        for name, rows in files.items()
        if name not in apart
    ]
    others = {value for name in apart for row in files.get(name, []) for value in row.values()}
    return set().union(*ids) & others


def ballot_of_the_author(files: Files) -> object:
    (row,) = (r for r in files["polis/comments.csv"] if r["comment-body"] == words_of(NEIGHBOR))
    return votes_of(files, row["author-id"]) if row["author-id"] else None


def test_words_lead_to_no_ballot_in_the_ordinary_files(
    evening: Evening, coordinator: Person, client_of: ClientOf
) -> None:
    files = download(client_of(coordinator), evening)
    assert ballot_of_the_author(files) is None
    assert {row["n-comments"] for row in files["polis/participants-votes.csv"]} == {"0"}
    assert not any("Person" in value for row in files["survey/answers.csv"] for value in row.values())
    (written,) = {tuple(row) for row in files["survey/written-answers.csv"]}
    assert len(written) == 2, "the number of the row, and the one question asked for words"
    assert shared_ids(files) == set()
    columns = set(files["voices"][0]) | set(files["codings"][0])
    assert columns.isdisjoint({"school", "role", "person (number for this file only)"})


def test_the_linked_files_link_them_for_those_with_the_right_and_the_audit_says_so(
    evening: Evening, analyst: Person, coordinator: Person, client_of: ClientOf
) -> None:
    files = tied(client_of(analyst), evening)
    assert ballot_of_the_author(files) == ballot_of(NEIGHBOR)
    (row,) = (r for r in files["survey"] if words_of(NEIGHBOR) in r.values())
    assert answers_in(row) == ballot_of(NEIGHBOR)
    assert not any(is_at(evening, r["Received at (Throughline)"]) for r in files["survey"]), "the day alone"
    assert "person (number for this file only)" in files["voices"][0]
    entries = AuditEntry.objects.filter(verb__in=["export_forum", "export_voices"])
    assert [(entry.person, entry.details["tied"]) for entry in entries] == [(analyst, True)] * 3
    for name, kwargs in (
        ("export_forum_tied", {"forum_id": evening.survey.public_id}),
        ("export_voices_tied", {}),
    ):
        response = client_of(coordinator).post(evening.district.url(name, **kwargs), {"is_needed": "on"})
        assert response.status_code == 403


def test_words_of_a_school_or_role_are_such_a_file_too(
    evening: Evening, coordinator: Person, analyst: Person, client_of: ClientOf
) -> None:
    school = make.school()
    Contributor.objects.update(school=school, role="student")
    for query in (f"?school={school.public_id}", "?role=student"):
        url = evening.district.url("export_voices") + query
        response = client_of(analyst).get(url)
        assert response.status_code == 302
        page = client_of(coordinator).get(evening.district.url("voices") + query).content.decode()
        assert "first clear the School and Role filters" in page
        assert evening.district.url("export_voices") not in page
        assert response["Location"] == evening.district.url("export_voices_tied") + query
        assert client_of(coordinator).get(response["Location"]).status_code == 403


# The audit log, whose reader knows the ids of texts


def words_by_the_audit(evening: Evening, client: Client) -> object:
    rows = tables_in(client.get(evening.district.url("audit_csv")), "audit")["audit"]
    texts = {
        row["id"]: row["comment"]
        for row in tables_in(client.get(evening.district.url("export_voices")), "v")["v"]
    }
    at = [row["object_id"] for row in rows if row["verb"] == "add_statement" and is_at(evening, row["at"])]
    return texts.get(only(at))


def test_the_audit_log_tells_no_hour_of_those_who_took_part(
    evening: Evening, owner: Person, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(owner)
    assert words_by_the_audit(evening, client) is None
    monkeypatch.setattr(audit, "day_of", lambda moment, district: moment.astimezone(district.zone))
    assert words_by_the_audit(evening, client) == words_of(NEIGHBOR), "with the time it does"


def test_the_page_of_the_audit_log_lists_them_apart_and_in_no_order_of_arrival(
    evening: Evening, owner: Person, client_of: ClientOf
) -> None:
    added = list(AuditEntry.objects.filter(verb="add_statement").order_by("pk"))
    record(make.actor(owner, evening.district), "change_district", evening.district)
    client, url = client_of(owner), evening.district.url("audit")
    everything = client.get(url).content.decode()
    assert added[0].object_id not in everything
    assert "Changed district settings" in everything
    for query in ("?person=contributor", "?verb=add_statement"):
        page = client.get(url + query).content.decode()
        assert f"{evening.neighbor_at.astimezone(evening.district.zone):%H:%M}" not in page
        assert '<time datetime="2026-10-14">' in page
    places = [page.index(f"object_id={entry.object_id}") for entry in added]
    assert places not in (sorted(places), sorted(places, reverse=True))


def test_a_moderator_sees_the_day_beside_words_and_not_the_minute(
    evening: Evening, coordinator: Person, client_of: ClientOf
) -> None:
    client, url = client_of(coordinator), evening.district.url
    voice = Voice.objects.get(forum=evening.conversation, text=words_of(NEIGHBOR))
    Voice.objects.filter(pk=voice.pk).update(state="received")
    minute = f"{voice.received_at.astimezone(evening.district.zone):%H:%M}"
    for page in (url("voices"), url("moderate_queue"), url("moderate_voice", voice_id=voice.public_id)):
        shown = client.get(page).content.decode()
        assert words_of(NEIGHBOR) in shown
        assert not any(minute in time.split("</time>")[0] for time in shown.split("<time datetime=")[1:])
        assert "minutes" not in shown
