"""Copies of forums and cycles as drafts: texts, settings and questions, without responses or dates."""

from typing import Any

from django.db import transaction
from django.db.models import UniqueConstraint

from throughline.accounts.actions import record
from throughline.accounts.models import DistrictRow
from throughline.accounts.permissions import Actor
from throughline.convene.actions import add_storyline_step, create_cycle, create_forum
from throughline.convene.models import Cycle, DataKind, Forum
from throughline.convene.queries import named_responders
from throughline.listen.actions.statement import add_seed_statement
from throughline.listen.actions.survey_questions import add_questions, as_added
from throughline.listen.models import MeetingTable, SurveyQuestion, Voice, VoiceState
from throughline.ui.fields import TranslatedText

OF_ITSELF = frozenset({"id", "public_id", "district", "created_at", "position"})
"""What a row has of its own, and its copy gets anew."""
OF_THE_CYCLE = OF_ITSELF | {
    "title",
    "decided_when",  # the old date would be announced again; no forum opens before someone enters the new one
    "is_public",
    "began_on",
    "ended_on",
    "is_promise_kept",
    "promise_kept_note",
}
OF_THE_FORUM = OF_ITSELF | {
    "cycle",
    "kind",
    "title",
    "data_kind",
    "announced_at",
    "opens_at",
    "closes_at",
    "starts_at",
    "ends_at",
    "n_changes",
    "arriving_at",
    "short_code",
}


def _copied(row: DistrictRow, of_the_row: frozenset[str]) -> dict[str, Any]:
    """The values of a row's fields for its copy; values that may exist only once are never copied."""
    unique = [one.fields for one in row._meta.constraints if isinstance(one, UniqueConstraint)]
    of_one_row = of_the_row.union(*unique)
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in of_one_row and not field.unique
    }


@transaction.atomic
def copy_cycle(actor: Actor, cycle: Cycle, *, title: TranslatedText) -> Cycle:
    """Copy a cycle with its timeline, without dates, and with its forums, as drafts."""
    copy = create_cycle(actor, title=title, **_copied(cycle, OF_THE_CYCLE))
    for step in cycle.storyline.all():
        add_storyline_step(actor, copy, title=step.title, when=TranslatedText(step.when.source_language))
    for forum in cycle.forums.all():
        copy_forum(actor, forum, cycle=copy, title=forum.title)
    record(actor, "copy_cycle", copy, source=cycle.public_id)
    return copy


@transaction.atomic
def copy_forum(actor: Actor, forum: Forum, *, cycle: Cycle, title: TranslatedText) -> Forum:
    """Copy a forum as a draft, with what it asks and who is alerted, without what anyone said."""
    is_imported = forum.data_kind == DataKind.IMPORTED
    copy = create_forum(
        actor,
        cycle,
        kind=forum.kind,
        title=title,
        responders=named_responders(forum),
        data_kind=DataKind.CHOSE if is_imported else forum.data_kind,
        **_copied(forum, OF_THE_FORUM),
    )
    questions = SurveyQuestion.objects.filter(forum=forum).prefetch_related("choices")
    if questions:
        add_questions(actor, copy, questions=[as_added(question) for question in questions])
    _copy_seed_statements(actor, forum, copy)
    _copy_tables(forum, copy)
    record(actor, "copy_forum", copy, source=forum.public_id)
    return copy


def _copy_seed_statements(actor: Actor, forum: Forum, copy: Forum) -> None:
    """Copy the district's own statements that people can see, with their translations."""
    seeds = Voice.objects.filter(forum=forum, is_seed=True, state=VoiceState.APPROVED, is_held=False)
    for seed in seeds.order_by("id"):
        add_seed_statement(actor, copy, text=seed.text, language=seed.language, translation=seed.translation)


def _copy_tables(forum: Forum, copy: Forum) -> None:
    """Copy a meeting's tables; who hosts them and how many people come is known only on the day."""
    for table in MeetingTable.objects.filter(forum=forum):
        MeetingTable.objects.create(
            forum=copy, label=table.label, language=table.language, position=table.position
        )
