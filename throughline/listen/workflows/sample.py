"""Voices of the demo district, written with dates in the past. Only the sample calls these functions."""

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Forum
from throughline.listen.actions.bulk import check_scope
from throughline.listen.actions.meeting import add_note, add_table
from throughline.listen.actions.statement import add_seed_statement, add_statement
from throughline.listen.actions.survey_questions import add_choice, add_question
from throughline.listen.actions.tally import count_all
from throughline.listen.models import (
    AnswerChoice,
    Contributor,
    CurrentVote,
    MeetingTable,
    QuestionKind,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    Voice,
    VoiceKind,
    VoiceState,
    Vote,
)
from throughline.listen.queries.contributor import code_hash, follow_code, token_hash
from throughline.ui.fields import TranslatedText


@dataclass(frozen=True)
class Person:
    """One invented contributor: role, school and language, and the token their browser would have."""

    token: str
    language: str
    role: str = ""
    school: School | None = None


@dataclass(frozen=True)
class Text:
    """One text by one of the people."""

    person: int
    text: str
    language: str


@dataclass(frozen=True)
class Question:
    kind: str
    prompt: TranslatedText
    choices: Sequence[TranslatedText] = ()


def new_token(dice: random.Random) -> str:
    return base64.urlsafe_b64encode(dice.randbytes(32)).decode().rstrip("=")


def fill_statements(
    actor: Actor,
    forum: Forum,
    *,
    statements: Sequence[str],
    translations: Sequence[str],
    people: Sequence[Person],
    votes: Sequence[tuple[int, int, int]],
    moments: Sequence[datetime],
) -> list[Voice]:
    """Seed the statements and write each vote (person, statement, value) at its moment."""
    check_scope(actor, forum)
    seeds = [
        add_seed_statement(
            actor,
            forum,
            text=text,
            language="en",
            translation=TranslatedText("en", {"es": spanish}, {"es": True}),
        )
        for text, spanish in zip(statements, translations, strict=True)
    ]
    contributors = _contributors(forum, people)
    log, current = [], {}
    for (person, statement, value), at in zip(votes, moments, strict=True):
        row = {"forum": forum, "contributor": contributors[person], "statement": seeds[statement], "at": at}
        log.append(Vote(value=value, **row))
        current[person, statement] = CurrentVote(value=value, **row)
    Vote.objects.bulk_create(log, batch_size=2_000)
    CurrentVote.objects.bulk_create(current.values(), batch_size=2_000)
    count_all(forum)
    return seeds


def fill_answers(
    actor: Actor,
    forum: Forum,
    *,
    people: Sequence[Person],
    texts: Sequence[Text],
    moments: Sequence[datetime],
) -> list[Voice]:
    """Write answers to an open question, read and approved."""
    check_scope(actor, forum)
    contributors = _contributors(forum, people)
    voices = [
        _voice(forum, VoiceKind.ANSWER, one, people[one.person], contributors[one.person], at)
        for one, at in zip(texts, moments, strict=True)
    ]
    Voice.objects.bulk_create(voices)
    count_all(forum)
    return voices


def fill_meeting(
    actor: Actor, forum: Forum, tables: Sequence[tuple[str, str, int, Sequence[tuple[str, str]]]]
) -> list[Voice]:
    """Write the notes of each table (label, language, people, notes by part), read and approved."""
    check_scope(actor, forum)
    notes = []
    for label, language, n_people, lines in tables:
        table: MeetingTable = add_table(actor, forum, label=label, language=language, n_people=n_people)
        notes += [add_note(actor, table, part=part, text=text, language=language) for part, text in lines]
    Voice.objects.filter(pk__in=[note.pk for note in notes]).update(state=VoiceState.APPROVED)
    count_all(forum)
    return notes


@transaction.atomic
def fill_survey(
    actor: Actor,
    forum: Forum,
    *,
    questions: Sequence[Question],
    people: Sequence[Person],
    answers: Sequence[tuple[int, int, int | str]],
    moments: Sequence[datetime],
) -> list[SurveyQuestion]:
    """Ask the questions and write each answer (person, question, answer).

    An answer is the index of a choice, a point of a scale, or a text.
    """
    check_scope(actor, forum)
    created = []
    for question in questions:
        made = add_question(actor, forum, kind=question.kind, prompt=question.prompt)
        for label in question.choices:
            add_choice(actor, made, label=label)
        created.append(made)
    choices = {made.pk: list(SurveyChoice.objects.filter(question=made)) for made in created}
    contributors = _contributors(forum, people, finished_at=moments[-1] if moments else None)
    words, rows, chosen = [], [], []
    for (person, place, given), at in zip(answers, moments, strict=True):
        to, who = created[place], people[person]
        if to.kind == QuestionKind.TEXT:
            text = Text(person, str(given), who.language)
            words.append(_voice(forum, VoiceKind.SURVEY_TEXT, text, who, contributors[person], at, to))
            continue
        row = SurveyAnswer(forum=forum, contributor=contributors[person], question=to, at=at)
        if to.kind == QuestionKind.SCHOOL:
            row.school = who.school
        elif to.kind in {QuestionKind.ROLE, QuestionKind.LANGUAGE}:
            row.word = who.role if to.kind == QuestionKind.ROLE else who.language
        elif to.kind == QuestionKind.SCALE:
            row.number = int(given)
        rows.append(row)
        chosen.append([choices[to.pk][int(given)]] if choices[to.pk] else [])
    SurveyAnswer.objects.bulk_create(rows)
    AnswerChoice.objects.bulk_create(
        AnswerChoice(answer=row, choice=choice)
        for row, picked in zip(rows, chosen, strict=True)
        for choice in picked
    )
    Voice.objects.bulk_create(words)
    count_all(forum)
    return created


def leave_waiting(actor: Actor, forum: Forum, *, person: Person, texts: Sequence[tuple[str, str]]) -> None:
    """Add statements to an open forum, to wait for moderation."""
    for text, language in texts:
        add_statement(actor, forum, text=text, language=language, token=person.token)
    count_all(forum)


def first_code(forum: Forum, token: str) -> str:
    """The code of the link of this browser's first text in a forum."""
    voice = Voice.objects.filter(contributor__token_hash=token_hash(token, forum), forum=forum).first()
    return follow_code(token, voice.public_id) if voice else ""


def _contributors(
    forum: Forum, people: Sequence[Person], finished_at: datetime | None = None
) -> list[Contributor]:
    rows = []
    for person in people:
        row = Contributor(
            forum=forum,
            token_hash=token_hash(person.token, forum),
            language=person.language,
            role=person.role,
            school=person.school,
            finished_at=finished_at,
        )
        row.follow_hash = code_hash(follow_code(person.token, row.public_id))
        rows.append(row)
    return Contributor.objects.bulk_create(rows, batch_size=2_000)


def _voice(
    forum: Forum,
    kind: str,
    text: Text,
    person: Person,
    contributor: Contributor,
    at: datetime,
    question: SurveyQuestion | None = None,
) -> Voice:
    voice = Voice(
        forum=forum,
        kind=kind,
        contributor=contributor,
        question=question,
        text=text.text,
        language=text.language,
        state=VoiceState.APPROVED,
        received_at=at,
    )
    voice.follow_hash = code_hash(follow_code(person.token, voice.public_id))
    return voice
