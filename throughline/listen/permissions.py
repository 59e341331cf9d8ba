"""Who may read, moderate, bring in and take out voices: the doors of listen."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from throughline.accounts.models import Role
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum
from throughline.convene.permissions import may_manage_cycle
from throughline.listen.models import (
    Appeal,
    MeetingTable,
    ModerationEntry,
    SurveyChoice,
    SurveyQuestion,
    Upload,
    UrgentFlag,
    Voice,
    VoiceKind,
)


def may_read_voices(actor: Actor, forum: Forum) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR) or may_manage_cycle(
        actor, forum.cycle
    )


def may_moderate(actor: Actor, forum: Forum) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.FACILITATOR) or may_manage_cycle(actor, forum.cycle)


def may_import_into(actor: Actor, cycle: Cycle) -> bool:
    return may_manage_cycle(actor, cycle)


def may_export(actor: Actor, forum: Forum) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.ANALYST) or may_manage_cycle(actor, forum.cycle)


def may_read_urgent(actor: Actor, forum: Forum) -> bool:
    """An urgent voice is read by those who answer for it, and by nobody else."""
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return True
    if not actor.is_member or actor.person is None:
        return False
    return forum.responders.filter(pk=actor.person.pk).exists()


def forums_to_read(actor: Actor) -> QuerySet[Forum]:
    """The forums whose voices the actor may read; refused to those who may read none."""
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR):
        return forums
    if actor.has(Role.SCHOOL_LEADER):
        return forums.filter(cycle__school_id__in=actor.school_ids)
    raise PermissionDenied


def forums_to_moderate(actor: Actor) -> QuerySet[Forum]:
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(Role.OWNER, Role.COORDINATOR, Role.FACILITATOR):
        return forums
    if actor.has(Role.SCHOOL_LEADER):
        return forums.filter(cycle__school_id__in=actor.school_ids)
    raise PermissionDenied


def forums_to_respond_in(actor: Actor) -> QuerySet[Forum]:
    """The forums whose urgent voices the actor may read; refused to those who may read none."""
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return forums
    if actor.is_member and actor.person is not None:
        named = forums.filter(responders=actor.person)
        if named.exists():
            return named
    raise PermissionDenied


def cycles_to_import_into(actor: Actor) -> QuerySet[Cycle]:
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return Cycle.objects.all()
    if actor.has(Role.SCHOOL_LEADER):
        return Cycle.objects.filter(school_id__in=actor.school_ids)
    raise PermissionDenied


def may_pass(door: Callable[[Actor], object], actor: Actor) -> bool:
    """Whether a door above lets the actor in: what a page asks before it links there."""
    try:
        door(actor)
    except PermissionDenied:
        return False
    return True


def get_voice_to_moderate_for(actor: Actor, public_id: str) -> Voice:
    voice = Voice.objects.select_related("forum__cycle", "merged_into").filter(public_id=public_id).first()
    if voice is None:
        raise Http404
    if not may_moderate(actor, voice.forum):
        raise PermissionDenied
    return voice


def get_move_for(actor: Actor, public_id: str) -> ModerationEntry:
    move = ModerationEntry.objects.select_related("voice__forum__cycle").filter(public_id=public_id).first()
    if move is None:
        raise Http404
    if not may_moderate(actor, move.voice.forum):
        raise PermissionDenied
    return move


def get_appeal_for(actor: Actor, public_id: str) -> Appeal:
    appeal = Appeal.objects.select_related("voice__forum__cycle").filter(public_id=public_id).first()
    if appeal is None:
        raise Http404
    if not may_moderate(actor, appeal.voice.forum):
        raise PermissionDenied
    return appeal


def get_urgent_flag_for(actor: Actor, public_id: str) -> UrgentFlag:
    flag = UrgentFlag.objects.select_related("voice__forum__cycle").filter(public_id=public_id).first()
    if flag is None:
        raise Http404
    if not may_read_urgent(actor, flag.voice.forum):
        raise PermissionDenied
    return flag


def get_upload_for(actor: Actor, public_id: str) -> Upload:
    upload = Upload.objects.select_related("cycle__school", "job").filter(public_id=public_id).first()
    if upload is None:
        raise Http404
    if upload.cycle is None or not may_import_into(actor, upload.cycle):
        raise PermissionDenied
    return upload


def get_forum_to_export_for(actor: Actor, public_id: str) -> Forum:
    forum = Forum.objects.select_related("cycle", "cycle__school").filter(public_id=public_id).first()
    if forum is None:
        raise Http404
    if not may_export(actor, forum):
        raise PermissionDenied
    return forum


# Taking part, and what is asked


def may_ask(actor: Actor, forum: Forum) -> bool:
    return may_manage_cycle(actor, forum.cycle)


def may_take_notes(actor: Actor, forum: Forum) -> bool:
    return actor.has(Role.OWNER, Role.COORDINATOR, Role.FACILITATOR) or may_manage_cycle(actor, forum.cycle)


def get_forum_to_take_part_in(actor: Actor, public_id: str) -> Forum:
    """Any forum that was announced, without its cycle: every vote comes through here. Staff try drafts."""
    forum = Forum.objects.filter(public_id=public_id).first()
    if forum is None or (forum.announced_at is None and not actor.is_staff):
        raise Http404
    return forum


def get_forum_to_ask_in_for(actor: Actor, public_id: str) -> Forum:
    forum = Forum.objects.select_related("cycle", "cycle__school").filter(public_id=public_id).first()
    if forum is None:
        raise Http404
    if not may_ask(actor, forum):
        raise PermissionDenied
    return forum


def get_forum_to_take_notes_in_for(actor: Actor, public_id: str) -> Forum:
    forum = Forum.objects.select_related("cycle", "cycle__school").filter(public_id=public_id).first()
    if forum is None:
        raise Http404
    if not may_take_notes(actor, forum):
        raise PermissionDenied
    return forum


def get_question_for(actor: Actor, public_id: str) -> SurveyQuestion:
    question = SurveyQuestion.objects.select_related("forum__cycle").filter(public_id=public_id).first()
    if question is None:
        raise Http404
    if not may_ask(actor, question.forum):
        raise PermissionDenied
    return question


def get_choice_for(actor: Actor, public_id: str) -> SurveyChoice:
    choice = SurveyChoice.objects.select_related("question__forum__cycle").filter(public_id=public_id).first()
    if choice is None:
        raise Http404
    if not may_ask(actor, choice.question.forum):
        raise PermissionDenied
    return choice


def get_seed_for(actor: Actor, public_id: str) -> Voice:
    seed = Voice.objects.select_related("forum__cycle").filter(public_id=public_id, is_seed=True).first()
    if seed is None:
        raise Http404
    if not may_ask(actor, seed.forum):
        raise PermissionDenied
    return seed


def get_table_for(actor: Actor, public_id: str) -> MeetingTable:
    table = MeetingTable.objects.select_related("forum__cycle").filter(public_id=public_id).first()
    if table is None:
        raise Http404
    if not may_take_notes(actor, table.forum):
        raise PermissionDenied
    return table


def get_note_for(actor: Actor, public_id: str) -> Voice:
    notes = Voice.objects.select_related("forum__cycle", "table").filter(
        kind=VoiceKind.NOTE, table__isnull=False
    )
    note = notes.filter(public_id=public_id).first()
    if note is None:
        raise Http404
    if not may_take_notes(actor, note.forum):
        raise PermissionDenied
    return note
