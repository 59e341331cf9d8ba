"""Releases: what may be released, what is refused, and that a release never changes."""

import hashlib
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import make
from throughline.accounts.models import AuditEntry, District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, DataKind, ForumKind, Tally
from throughline.listen.models import UrgentFlag, UrgentKind, Voice, VoiceState
from throughline.measure.queries.shares import share_label
from throughline.ui.fields import TranslatedText
from throughline.understand import actions
from throughline.understand.actions import ReleaseRefused, release_findings
from throughline.understand.models import Code, FindingState, Release, ReleasedFinding
from throughline.understand.releases import (
    PublishedVotes,
    evidence_descriptions,
    latest_release,
    released_findings,
    shown_findings,
)
from throughline.understand.releases.changes import changes_since
from throughline.understand.releases.content import content_of_release


@pytest.fixture
def cycle(district: District) -> Cycle:
    return make.cycle()


@pytest.fixture
def actor(district: District, coordinator: Person) -> Actor:
    return make.actor(coordinator, district)


def texts(cycle: Cycle, n: int, **fields: Any) -> list[Voice]:
    forum = make.forum(cycle, ForumKind.QUESTION, **fields)
    return [
        make.voice(forum, f"We need shop class {i}.", contributor=make.contributor(forum)) for i in range(n)
    ]


def coded(cycle: Cycle, n: int, **fields: Any) -> Code:
    return make.code(cycle, "Hands-on learning", *texts(cycle, n, **fields))


def why_not(refused: "pytest.ExceptionInfo[ReleaseRefused]") -> str:
    return str(refused.value)


def test_a_finding_is_released_with_all_its_evidence(actor: Actor, cycle: Cycle) -> None:
    code = coded(cycle, 12)
    finding = make.finding(cycle, "People want hands-on learning.", code=code)
    release = release_findings(actor, cycle, [finding])
    content = json.loads(release.canonical)
    assert release.sha256 == hashlib.sha256(release.canonical.encode()).hexdigest()
    assert content["schema_version"] == 4
    assert content["guard"]["verdict"] == "passed"
    assert content["guard"]["minimum_n"] == 10
    (in_file,) = content["findings"]
    assert in_file["id"] == finding.stable_id != finding.public_id
    assert (in_file["n"], in_file["n_of"], in_file["data_kind"]) == (12, "people", "chose")
    assert in_file["basis"][0]["figures"] == {"texts_with_code": 12, "texts_read": 12}
    (released,) = released_findings(cycle)
    assert released.stable_id == finding.stable_id
    assert released.n == 12
    assert latest_release(cycle) == release
    finding.refresh_from_db()
    assert finding.state == FindingState.RELEASED
    assert Tally.objects.get(cycle=cycle, what="released").n == 1
    assert AuditEntry.objects.filter(verb="release_findings").count() == 1


def test_a_release_refuses_below_the_minimum_and_says_so(actor: Actor, cycle: Cycle) -> None:
    finding = make.finding(cycle, "People want hands-on learning.", code=coded(cycle, 9))
    with pytest.raises(ReleaseRefused) as refused:
        release_findings(actor, cycle, [finding])
    assert "is based on 9 people. At least 10 are needed" in why_not(refused)
    assert not Release.objects.exists()
    assert not ReleasedFinding.objects.exists()


def test_forums_for_students_ask_for_the_students_minimum(actor: Actor, cycle: Cycle) -> None:
    finding = make.finding(cycle, code=coded(cycle, 12, is_for_students=True))
    with pytest.raises(ReleaseRefused, match="At least 16 are needed"):
        release_findings(actor, cycle, [finding])


def test_votes_of_too_few_people_refuse_even_with_a_large_code(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (4, [1]))
    finding = make.finding(cycle, code=coded(cycle, 30), statement=statement)
    with pytest.raises(ReleaseRefused, match=r"“Start school later\.” is based on 4 people"):
        release_findings(actor, cycle, [finding])


def test_shares_of_votes_never_reveal_what_every_single_person_answered(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (11, [1]))
    release = release_findings(actor, cycle, [make.finding(cycle, statement=statement)])
    figures = json.loads(release.canonical)["findings"][0]["basis"][0]["figures"]["answers"]
    assert [(row["percent"], row["bound"]) for row in figures] == [(90, "more"), (10, "less"), (10, "less")]
    (evidence,) = evidence_descriptions(shown_findings(released_findings(cycle))[0].entries)
    assert evidence.tables[0].rows[0] == ["Agree", "more than 90%"]


def test_texts_of_unknown_writers_are_counted_and_labeled_as_texts(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle, ForumKind.MEETING)
    notes = [make.voice(forum, f"Note {i}", kind="note") for i in range(10)]
    finding = make.finding(cycle, code=make.code(cycle, "Buses", *notes))
    release_findings(actor, cycle, [finding])
    (released,) = released_findings(cycle)
    assert (released.n, released.n_of) == (10, "texts")
    assert (
        "not linked to a participant"
        in evidence_descriptions(shown_findings([released])[0].entries)[0].n_label
    )


def test_the_kind_of_data_is_that_of_the_weakest_forum(actor: Actor, cycle: Cycle) -> None:
    sample = texts(cycle, 8, data_kind=DataKind.RANDOM)
    chose = texts(cycle, 8, data_kind=DataKind.CHOSE)
    finding = make.finding(cycle, code=make.code(cycle, "Buses", *sample, *chose))
    release_findings(actor, cycle, [finding])
    assert released_findings(cycle)[0].data_kind == DataKind.CHOSE


def test_a_finding_without_evidence_does_not_leave(actor: Actor, cycle: Cycle) -> None:
    with pytest.raises(ReleaseRefused, match="has no evidence yet"):
        release_findings(actor, cycle, [make.finding(cycle)])


@pytest.mark.parametrize("role", ["facilitator", "board_member", "partner_contact"])
def test_only_those_who_understand_may_release(role: str, cycle: Cycle, district: District) -> None:
    someone = make.actor(make.member(district, role), district)
    with pytest.raises(PermissionDenied):
        release_findings(someone, cycle, [make.finding(cycle, code=coded(cycle, 12))])


def test_no_row_of_a_voice_or_a_contributor_is_in_a_release(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Statement {i}", pk=7_700_001 + i) for i in range(3)]
    people = make.votes(forum, statements, (12, [1, 1, -1]))
    voices = texts(cycle, 12)
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices), statement=statements[0])
    actions.add_evidence(actor, finding, voice=voices[0], is_quoted=True)
    canonical = release_findings(actor, cycle, [finding]).canonical
    named = [*statements, *voices, *people, *(voice.contributor for voice in voices)]
    assert not [row for row in named if row is not None and row.public_id in canonical]
    assert not [row for row in statements if str(row.pk) in canonical]
    for key in ('"voice":', '"contributor', '"pk"', '"token', '"follow'):
        assert key not in canonical.replace('"kind":"voice"', "")


# Quotes


def test_a_quote_leaves_with_exact_words_and_only_reviewed_translations(actor: Actor, cycle: Cycle) -> None:
    voices = texts(cycle, 12)
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    translation = TranslatedText("en", {"es": "taller", "fr": "atelier"}, reviewed={"es": True, "fr": False})
    actions.add_evidence(
        actor,
        finding,
        voice=voices[0],
        is_quoted=True,
        quote_start=8,
        quote_end=12,
        quote_translation=translation,
    )
    release_findings(actor, cycle, [finding])
    (quote,) = shown_findings(released_findings(cycle))[0].quotes
    assert quote.words.texts == {"en": "shop", "es": "taller"}
    assert quote.words.reviewed == {"es": True}


@pytest.mark.parametrize(
    "change",
    [
        {"is_held": True},
        {"state": VoiceState.WITHDRAWN, "text": ""},
        {"state": VoiceState.REJECTED},
        {"state": VoiceState.RECEIVED},
    ],
)
def test_words_that_may_not_be_shown_are_not_quoted(
    change: dict[str, object], actor: Actor, cycle: Cycle
) -> None:
    voices = texts(cycle, 14)
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    actions.add_evidence(actor, finding, voice=voices[0], is_quoted=True)
    Voice.objects.filter(pk=voices[0].pk).update(**change)
    with pytest.raises(ReleaseRefused, match="can't be shown"):
        release_findings(actor, cycle, [finding])
    content = content_of_release(cycle, [finding])
    assert "We need shop class 0" not in json.dumps(content.body)


def test_words_that_were_shown_before_a_person_reviewed_them_are_not_published(
    actor: Actor, cycle: Cycle
) -> None:
    voices = texts(cycle, 14)
    quoted = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    actions.add_evidence(actor, quoted, voice=voices[0], is_quoted=True)
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.", is_unreviewed=True)
    make.votes(forum, [statement], (11, [1]))
    voted = make.finding(cycle, statement=statement)
    Voice.objects.filter(pk=voices[0].pk).update(is_unreviewed=True)
    for finding in (quoted, voted):
        with pytest.raises(ReleaseRefused, match="has not been reviewed yet"):
            release_findings(actor, cycle, [finding])
    Voice.objects.update(is_unreviewed=False)
    release_findings(actor, cycle, [quoted, voted])


def test_a_quote_is_looked_at_once_more_for_urgency(actor: Actor, cycle: Cycle) -> None:
    voices = texts(cycle, 12)
    Voice.objects.filter(pk=voices[0].pk).update(text="Some days I want to kill myself.")
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    actions.add_evidence(actor, finding, voice=Voice.objects.get(pk=voices[0].pk), is_quoted=True)
    with pytest.raises(ReleaseRefused, match="may describe danger"):
        release_findings(actor, cycle, [finding])
    flag = UrgentFlag.objects.create(voice=voices[0], kind=UrgentKind.SELF_HARM)
    with pytest.raises(ReleaseRefused, match="may describe danger"):
        release_findings(actor, cycle, [finding])
    flag.dealt_at = timezone.now()
    flag.save()
    assert release_findings(actor, cycle, [finding]).number == 1


def test_the_speaker_is_named_by_role_only_where_enough_share_it_and_enough_do_not(
    actor: Actor, cycle: Cycle
) -> None:
    voices = texts(cycle, 24)
    roles = ["family"] * 11 + ["employer"] + ["student"] * 12
    for voice, role in zip(voices, roles, strict=True):
        assert voice.contributor is not None
        voice.contributor.role = role
        voice.contributor.save()
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    for voice in (voices[12], voices[0], voices[11]):
        actions.add_evidence(actor, finding, voice=voice, is_quoted=True)
    release_findings(actor, cycle, [finding])
    assert [quote.speaker for quote in released_findings(cycle)[0].quotes.all()] == ["student", "", ""]


@pytest.mark.parametrize(("kind", "margin"), [("random", [32, 55]), ("roster", [32, 55]), ("chose", None)])
def test_an_exact_share_carries_a_margin_only_where_chance_chose_whom_to_ask(
    actor: Actor, cycle: Cycle, kind: str, margin: list[int] | None
) -> None:
    forum = make.forum(cycle, data_kind=kind)
    statement = make.statement(forum, "Start later.")
    make.votes(forum, [statement], (32, [1]), (40, [-1]), (2, [0]))
    release_findings(actor, cycle, [make.finding(cycle, statement=statement)])
    (released,) = released_findings(cycle)
    agree, _disagree, not_sure = released.basis[0]["figures"]["answers"]
    assert (agree["percent"], agree.get("margin")) == (43, margin)
    assert "margin" not in not_sure
    votes = shown_findings([released])[0].entries[0].figures
    assert isinstance(votes, PublishedVotes)
    words = share_label(votes.answers[0])
    assert words == ("43% (32% to 55% of everyone)" if margin else "43%")


# Corrections


def test_a_released_finding_leaves_again_only_as_a_correction(actor: Actor, cycle: Cycle) -> None:
    finding = make.finding(cycle, code=coded(cycle, 12))
    first = release_findings(actor, cycle, [finding])
    with pytest.raises(ReleaseRefused, match="is already in release 1"):
        release_findings(actor, cycle, [finding])
    with pytest.raises(ReleaseRefused, match="Add a note that says what this release corrects"):
        release_findings(actor, cycle, [finding], corrects=first)
    second = release_findings(actor, cycle, [finding], make.translated("A number was wrong."), corrects=first)
    old, new = ReleasedFinding.objects.order_by("release__number")
    assert old.stable_id == new.stable_id
    assert (old.is_superseded, new.is_superseded) == (True, False)
    assert released_findings(cycle) == [new]
    assert json.loads(second.canonical)["corrects"] == {"number": 1, "sha256": first.sha256}


def test_a_later_withdrawal_changes_a_new_release_and_not_the_frozen_one(actor: Actor, cycle: Cycle) -> None:
    voices = texts(cycle, 24)
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    first = release_findings(actor, cycle, [finding])
    frozen = first.canonical
    gone = [voice.pk for voice in voices[:12]]
    Voice.objects.filter(pk__in=gone).update(state=VoiceState.WITHDRAWN, text="")
    second = release_findings(
        actor, cycle, [finding], make.translated("A text was withdrawn."), corrects=first
    )
    first.refresh_from_db()
    assert first.canonical == frozen
    assert json.loads(first.canonical)["findings"][0]["n"] == 24
    assert json.loads(second.canonical)["findings"][0]["n"] == 12
    assert json.loads(second.canonical)["findings"][0]["basis"][0]["figures"]["texts_with_code"] == 12


def test_a_correction_can_take_a_finding_back(actor: Actor, cycle: Cycle) -> None:
    findings = [make.finding(cycle, code=coded(cycle, 12)) for _i in range(2)]
    first = release_findings(actor, cycle, findings)
    gone = ReleasedFinding.objects.get(stable_id=findings[0].stable_id)
    note = make.translated("One finding did not hold.")
    second = release_findings(actor, cycle, [], note, corrects=first, taken_back=[gone])
    assert json.loads(second.canonical)["taken_back"] == [findings[0].stable_id]
    assert [one.stable_id for one in released_findings(cycle)] == [findings[1].stable_id]
    with pytest.raises(ReleaseRefused, match="You can withdraw a finding only if"):
        release_findings(actor, cycle, [], note, corrects=second, taken_back=[gone])


def test_editing_a_released_finding_changes_nothing_that_left(actor: Actor, cycle: Cycle) -> None:
    finding = make.finding(cycle, "First words", code=coded(cycle, 12))
    release = release_findings(actor, cycle, [finding])
    finding.refresh_from_db()
    actions.edit_finding(
        actor,
        finding,
        sentence=make.translated("Other words"),
        explanation=TranslatedText(),
        who_is_missing=TranslatedText(),
    )
    assert finding.state == FindingState.CHANGED
    assert "First words" in Release.objects.get(pk=release.pk).canonical
    assert str(released_findings(cycle)[0].sentence) == "First words"


def test_the_same_rows_give_the_same_content_until_something_changes(actor: Actor, cycle: Cycle) -> None:
    voices = texts(cycle, 12)
    finding = make.finding(cycle, code=make.code(cycle, "Shop", *voices))
    looked_at = content_of_release(cycle, [finding]).digest
    assert content_of_release(cycle, [finding]).digest == looked_at
    Voice.objects.filter(pk=voices[0].pk).update(state=VoiceState.WITHDRAWN, text="")
    with pytest.raises(ReleaseRefused, match="Something changed since you previewed"):
        release_findings(actor, cycle, [finding], digest=looked_at)


def test_findings_of_another_cycle_are_refused(actor: Actor, cycle: Cycle) -> None:
    other = make.cycle()
    with pytest.raises(ReleaseRefused, match="another cycle"):
        release_findings(actor, cycle, [make.finding(other, code=coded(other, 12))])


def test_what_changed_since_a_release_is_listed_exactly(actor: Actor, cycle: Cycle) -> None:
    voices = texts(cycle, 14)
    finding = make.finding(cycle, "People want shop class.", code=make.code(cycle, "Shop", *voices))
    evidence = actions.add_evidence(actor, finding, voice=voices[1], is_quoted=True)
    release = release_findings(actor, cycle, [finding])
    assert changes_since(release) == []
    Voice.objects.filter(pk=voices[0].pk).update(state=VoiceState.WITHDRAWN, text="")
    assert changes_since(release) == [
        "“People want shop class.”: the number of responses was 14 and is now 13.",
        "“People want shop class.”: the results for “Shop” are different.",
    ]
    finding.refresh_from_db()
    evidence.finding = finding
    actions.remove_evidence(actor, evidence)
    assert "“People want shop class.”: the quotes are different." in changes_since(release)


def test_a_preview_queries_no_district_again_for_each_piece_of_evidence(actor: Actor, cycle: Cycle) -> None:
    forum = make.forum(cycle)
    statements = [make.statement(forum, f"Start later ({number}).") for number in range(3)]
    make.votes(forum, statements, (20, [1, 1, -1]), (12, [-1, 1, 0]))
    findings = [make.finding(cycle, statement=statement) for statement in statements]
    with CaptureQueriesContext(connection) as asked:
        content_of_release(cycle, findings)
    of_districts = [one["sql"] for one in asked if 'FROM "accounts_district"' in one["sql"]]
    assert of_districts == []
