"""Plain functions that make rows for tests, one short section per app."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from throughline.accounts.models import District, Membership, Person, Role, School
from throughline.accounts.permissions import Actor
from throughline.align.models import Directive, Initiative, InitiativeState
from throughline.convene.models import Cycle, DataKind, Forum, ForumKind, Promise
from throughline.listen.models import (
    AnswerChoice,
    Burst,
    BurstKind,
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
from throughline.listen.queries.contributor import new_token, token_hash
from throughline.measure.models import Population, PopulationCount, PopulationSource, Run, WhoIsCounted
from throughline.partner.actions import index_services
from throughline.partner.models import Organization, Service
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    Code,
    Coding,
    Evidence,
    Finding,
    KindOfEvidence,
    Reading,
    Release,
    ReleasedFinding,
)

_numbers = count(1001)  # of the same length, so that no name contains another


def translated(english: str, spanish: str | None = None) -> TranslatedText:
    return TranslatedText.of("en", english, **({"es": spanish} if spanish else {}))


# accounts


def district(slug: str = "juniper", **fields: Any) -> District:
    fields = {"name": slug.title(), "state": "CO", "languages": ["en", "es"], **fields}
    return District.objects.create(slug=slug, **fields)


def person(name: str = "", **fields: Any) -> Person:
    name = name or f"person {next(_numbers)}"
    made = Person.objects.create_user(
        f"{name.replace(' ', '.')}@example.org", "correct horse battery", name=name, **fields
    )
    made.two_step_due_at = timezone.now() + timedelta(days=365)  # longer than any test travels
    made.save(update_fields=["two_step_due_at"])
    return made


def member(
    district: District, role: str = Role.COORDINATOR, name: str = "", school: School | None = None
) -> Person:
    someone = person(name or f"{role} {next(_numbers)}")
    Membership.objects.create(district=district, person=someone, role=role, school=school)
    return someone


def actor(person: Person, district: District) -> Actor:
    return Actor.of(district, person)


def school(name: str = "", **fields: Any) -> School:
    return School.objects.create(name=name or f"School {next(_numbers)}", **fields)


# convene


def cycle(**fields: Any) -> Cycle:
    fields = {
        "title": translated("What should graduates be able to do?", "¿Qué deben saber hacer los graduados?"),
        "decision": translated("The board votes on the portrait of a graduate."),
        "decider": translated("The board"),
        "decided_when": translated("this winter"),
        "already_fixed": translated("State graduation law"),
        "asked_of_people": translated("Say what matters to you"),
        "promise": Promise.INVOLVE,
        "staff_hours_a_week": 9,
        "is_school_asked": False,
        "is_role_asked": False,
        "is_public": True,
        **fields,
    }
    return Cycle.objects.create(**fields)


def forum(cycle: Cycle, kind: str = ForumKind.STATEMENTS, *, is_open: bool = True, **fields: Any) -> Forum:
    now = timezone.now()
    if is_open:
        fields = {
            "announced_at": now,
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=20),
            **fields,
        }
    fields = {"title": translated(f"A forum of {kind}", f"Un foro de {kind}"), **fields}
    return Forum.objects.create(cycle=cycle, kind=kind, **fields)


# listen


def meeting(cycle: Cycle, **fields: Any) -> Forum:
    """A meeting that is announced and takes place in three days."""
    starts_at = (timezone.now() + timedelta(days=3)).replace(hour=1, minute=0, second=0, microsecond=0)
    fields = {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "closes_at": starts_at + timedelta(hours=2),
        "place": translated("The library", "La biblioteca"),
        **fields,
    }
    return forum(cycle, ForumKind.MEETING, **fields)


def token() -> str:
    return new_token()


def contributor(forum: Forum, token: str = "", **fields: Any) -> Contributor:
    token = token or new_token()
    return Contributor.objects.create(forum=forum, token_hash=token_hash(token, forum), **fields)


def contributors(forum: Forum, n: int, **fields: Any) -> list[Contributor]:
    """Make this many at once."""
    return Contributor.objects.bulk_create(
        Contributor(forum=forum, token_hash=token_hash(new_token(), forum), **fields) for _number in range(n)
    )


def burst(forum: Forum, n: int = 8, **fields: Any) -> Burst:
    """People who came together, about whom somebody may decide."""
    now = timezone.now()
    fields = {"kind": BurstKind.NETWORK, "first_at": now, "last_at": now, "n_networks": 1, **fields}
    found = Burst.objects.create(forum=forum, n_people=n, **fields)
    contributors(forum, n, began_at=now, network="abcde", burst=found)
    return found


def voice(forum: Forum, text: str = "", *, kind: str = VoiceKind.ANSWER, **fields: Any) -> Voice:
    fields = {"state": VoiceState.APPROVED, "language": "en", "received_at": timezone.now(), **fields}
    return Voice.objects.create(forum=forum, kind=kind, text=text or f"Words {next(_numbers)}", **fields)


def statement(forum: Forum, text: str = "", **fields: Any) -> Voice:
    return voice(forum, text, kind=VoiceKind.STATEMENT, **fields)


def vote(forum: Forum, person: Contributor, statement: Voice, value: int = 1) -> Vote:
    now = timezone.now()
    CurrentVote.objects.update_or_create(
        contributor=person, statement=statement, defaults={"forum": forum, "value": value, "at": now}
    )
    return Vote.objects.create(forum=forum, contributor=person, statement=statement, value=value, at=now)


def question(forum: Forum, kind: str = QuestionKind.SINGLE, *choices: str, **fields: Any) -> SurveyQuestion:
    number = next(_numbers)
    fields = {
        "prompt": translated(f"Question {number}?", f"¿Pregunta {number}?"),
        "position": number,
        **fields,
    }
    made = SurveyQuestion.objects.create(forum=forum, kind=kind, **fields)
    for position, label in enumerate(choices):
        SurveyChoice.objects.create(question=made, label=translated(label), position=position)
    return made


def answers(
    people: Iterable[Contributor], question: SurveyQuestion, *places: int, **fields: Any
) -> list[SurveyAnswer]:
    """Make the same answer by each of the people: the choices at these positions, or these field values."""
    forum, choices = question.forum, list(question.choices.all())
    rows = SurveyAnswer.objects.bulk_create(
        SurveyAnswer(forum=forum, contributor=person, question=question, at=forum.created_at, **fields)
        for person in people
    )
    AnswerChoice.objects.bulk_create(
        AnswerChoice(answer=row, choice=choices[place]) for row in rows for place in places
    )
    return rows


def answers_to_both(one: SurveyQuestion, other: SurveyQuestion, cells: list[list[int]]) -> None:
    """Make `cells[row][column]` people with these choices of the two questions."""
    for row, counts in enumerate(cells):
        people = [contributors(one.forum, n) for n in counts]
        answers([person for cell in people for person in cell], one, row)
        for column, cell in enumerate(people):
            answers(cell, other, column)


def table(forum: Forum, label: str = "", **fields: Any) -> MeetingTable:
    return MeetingTable.objects.create(forum=forum, label=label or f"Table {next(_numbers)}", **fields)


# understand


def code(cycle: Cycle, name: str = "", *texts: Voice) -> Code:
    code = Code.objects.create(cycle=cycle, name=translated(name or f"Code {next(_numbers)}", "Código"))
    for text in texts:
        Coding.objects.create(code=code, voice=text)
        Reading.objects.get_or_create(voice=text, reader=None)
    return code


def finding(
    cycle: Cycle,
    sentence: str = "",
    *,
    code: Code | None = None,
    statement: Voice | None = None,
    run: Run | None = None,
) -> Finding:
    """A draft with this evidence."""
    sentence_text = translated(sentence or f"People want finding {next(_numbers)}.", "La gente quiere algo.")
    finding = Finding.objects.create(cycle=cycle, sentence=sentence_text)
    kinds = {KindOfEvidence.CODE: code, KindOfEvidence.STATEMENT: statement, KindOfEvidence.RUN: run}
    for kind, thing in kinds.items():
        if thing is not None:
            field = "voice" if kind == KindOfEvidence.STATEMENT else str(kind)
            Evidence.objects.create(finding=finding, kind=kind, **{field: thing})
    return finding


def votes(forum: Forum, statements: list[Voice], *patterns: tuple[int, list[int]]) -> list[Contributor]:
    """For each pattern, make that many people, who vote on the statements accordingly."""
    people: list[Contributor] = []
    rows: list[dict[str, Any]] = []
    for n_people, values in patterns:
        some = contributors(forum, n_people)
        people += some
        rows += [
            {"forum": forum, "contributor": person, "statement": one, "value": value, "at": timezone.now()}
            for person in some
            for one, value in zip(statements, values, strict=True)
        ]
    Vote.objects.bulk_create(Vote(**row) for row in rows)
    CurrentVote.objects.bulk_create(CurrentVote(**row) for row in rows)
    return people


def population(counts: dict[str, dict[str, Any]], **fields: Any) -> Population:
    """Make figures by dimension and category: a number is a full count, a pair a count with its margin of
    error, a text the state of a missing count. A school is given by its row."""
    fields = {
        "title": f"Figures {next(_numbers)}",
        "source": PopulationSource.TYPED,
        "who_is_counted": WhoIsCounted.FAMILIES,
        "as_of": "2026",
        **fields,
    }
    population = Population.objects.create(**fields)
    for dimension, groups in counts.items():
        for position, (category, figure) in enumerate(groups.items()):
            of_school = School.objects.filter(public_id=category).first() if dimension == "school" else None
            n, margin = figure if isinstance(figure, tuple) else (figure, None)
            PopulationCount.objects.create(
                population=population,
                dimension=dimension,
                category=category,
                label=of_school.name if of_school else category,
                position=position,
                school=of_school,
                n=n if isinstance(n, int) else None,
                margin_of_error=margin,
                state="counted" if isinstance(n, int) else n,
                margin_state="exact" if margin is None else "given",
            )
    return population


def released(cycle: Cycle, sentence: str = "", **fields: Any) -> ReleasedFinding:
    """A released finding, as apps to the right of understand see it."""
    number = next(_numbers)
    release = Release.objects.create(
        cycle=cycle, number=number, canonical="{}", sha256="0" * 64, released_at=timezone.now()
    )
    fields = {"n": 60, "data_kind": DataKind.CHOSE, "stable_id": f"finding{number}", **fields}
    return ReleasedFinding.objects.create(
        release=release,
        sentence=translated(sentence or f"People want {number}.", "La gente lo quiere."),
        **fields,
    )


# align


def directive(cycle: Cycle, sentence: str = "", *findings: ReleasedFinding, **fields: Any) -> Directive:
    sentence_text = translated(sentence or f"Directive {next(_numbers)}.", "Una directiva.")
    directive = Directive.objects.create(cycle=cycle, sentence=sentence_text, **fields)
    directive.findings.set(findings or [released(cycle)])
    return directive


def initiative(title: str = "", *directives: Directive, **fields: Any) -> Initiative:
    fields = {"state": InitiativeState.EXISTING, **fields}
    initiative = Initiative.objects.create(
        title=translated(title or f"Initiative {next(_numbers)}"), **fields
    )
    initiative.directives.set(directives)
    return initiative


# partner


def organization(name: str = "", **fields: Any) -> Organization:
    return Organization.objects.create(name=name or f"Organization {next(_numbers)}", **fields)


def service(name: str = "", organization: Organization | None = None, **fields: Any) -> Service:
    """A service that the finder finds. What is added to it later has to be indexed again."""
    made = Service.objects.create(
        name=name or f"Service {next(_numbers)}", organization=organization, **fields
    )
    index_services([made.pk])
    return made
