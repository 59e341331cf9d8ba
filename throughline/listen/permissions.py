"""Who may read, moderate, import and export voices: the permission checks of listen."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from throughline.accounts.models import Role, Upload
from throughline.accounts.permissions import Actor, allow, find_or_404
from throughline.convene.models import Cycle, Forum
from throughline.convene.permissions import MANAGER, may_manage_cycle
from throughline.listen.models import (
    Appeal,
    Burst,
    CycleUpload,
    MeetingTable,
    ModerationEntry,
    SurveyChoice,
    SurveyQuestion,
    UrgentFlag,
    Voice,
    VoiceKind,
)

READERS = frozenset({Role.OWNER, Role.COORDINATOR, Role.ANALYST, Role.FACILITATOR})
MODERATORS = frozenset({Role.OWNER, Role.COORDINATOR, Role.FACILITATOR})
EXPORTERS = frozenset({Role.OWNER, Role.COORDINATOR, Role.ANALYST})
TIED_EXPORTERS = frozenset({Role.OWNER, Role.ANALYST})
IMPORTERS = frozenset({Role.OWNER, Role.COORDINATOR})
JUDGES = frozenset({Role.OWNER, Role.COORDINATOR, Role.ANALYST})
PAGE_ROLES = {
    "bursts": JUDGES,
    "voices": READERS | {MANAGER},
    "moderate_queue": MODERATORS | {MANAGER},
    "meeting_tables": MODERATORS | {MANAGER},
    "import_survey": IMPORTERS,
}


def may_moderate(actor: Actor, forum: Forum) -> bool:
    return actor.has(*MODERATORS) or may_manage_cycle(actor, forum.cycle)


def may_import_into(actor: Actor, cycle: Cycle) -> bool:
    return may_manage_cycle(actor, cycle)


def may_use_cycle_upload(actor: Actor, upload: Upload) -> bool:
    """Mapping, importing and removing a file is for those who may import into its cycle."""
    target = CycleUpload.objects.select_related("cycle__school").filter(upload=upload).first()
    return target is not None and may_import_into(actor, target.cycle)


def may_export(actor: Actor, forum: Forum) -> bool:
    return actor.has(*EXPORTERS) or may_manage_cycle(actor, forum.cycle)


def may_export_tied(actor: Actor) -> bool:
    """Whether they may have people's words in one file with who wrote them and what the same person chose."""
    return actor.has(*TIED_EXPORTERS)


def may_read_urgent(actor: Actor, forum: Forum | None) -> bool:
    """Only owners, coordinators and the forum's responders, while they are staff, may read urgent words."""
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return True
    if forum is None or not actor.is_staff or actor.person is None:
        return False
    return forum.responders.filter(pk=actor.person.pk).exists()


def forums_to_read(actor: Actor) -> QuerySet[Forum]:
    """The forums whose voices the actor may read; raises `PermissionDenied` for roles that read none."""
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(*READERS):
        return forums
    if actor.has(Role.SCHOOL_LEADER):
        return forums.filter(cycle__school_id__in=actor.school_ids)
    raise PermissionDenied


def forums_to_moderate(actor: Actor) -> QuerySet[Forum]:
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(*MODERATORS):
        return forums
    if actor.has(Role.SCHOOL_LEADER):
        return forums.filter(cycle__school_id__in=actor.school_ids)
    raise PermissionDenied


def forums_to_respond_in(actor: Actor) -> QuerySet[Forum]:
    """The forums whose urgent voices the actor may read; raises `PermissionDenied` if there are none."""
    forums = Forum.objects.select_related("cycle", "cycle__school")
    if actor.has(Role.OWNER, Role.COORDINATOR):
        return forums
    if actor.is_staff and actor.person is not None:
        named = forums.filter(responders=actor.person)
        if named.exists():
            return named
    raise PermissionDenied


def cycles_to_import_into(actor: Actor) -> QuerySet[Cycle]:
    if actor.has(*IMPORTERS):
        return Cycle.objects.all()
    if actor.has(Role.SCHOOL_LEADER):
        return Cycle.objects.filter(school_id__in=actor.school_ids)
    raise PermissionDenied


def may_pass(door: Callable[[Actor], object], actor: Actor) -> bool:
    """Whether one of the permission checks above passes; a page asks before it links there."""
    try:
        door(actor)
    except PermissionDenied:
        return False
    return True


def get_voice_to_moderate_for(actor: Actor, public_id: str) -> Voice:
    voice = find_or_404(Voice.objects.select_related("forum__cycle", "merged_into"), public_id)
    allow(may_moderate(actor, voice.forum))
    return voice


def get_move_for(actor: Actor, public_id: str) -> ModerationEntry:
    move = find_or_404(ModerationEntry.objects.select_related("voice__forum__cycle"), public_id)
    allow(may_moderate(actor, move.voice.forum))
    return move


def get_appeal_for(actor: Actor, public_id: str) -> Appeal:
    appeal = find_or_404(Appeal.objects.select_related("voice__forum__cycle"), public_id)
    allow(may_moderate(actor, appeal.voice.forum))
    return appeal


def get_urgent_flag_for(actor: Actor, public_id: str) -> UrgentFlag:
    flags = UrgentFlag.objects.select_related("voice__forum__cycle", "forum__cycle", "contributor__school")
    flag = find_or_404(flags, public_id)
    allow(may_read_urgent(actor, flag.place))
    return flag


def get_forum_to_export_for(actor: Actor, public_id: str) -> Forum:
    forum = find_or_404(Forum.objects.select_related("cycle", "cycle__school"), public_id)
    allow(may_export(actor, forum))
    return forum


def get_forum_to_judge_for(actor: Actor, public_id: str) -> Forum:
    """A forum whose responses that came together the actor may count or set aside."""
    forum = find_or_404(Forum.objects.select_related("cycle", "district"), public_id)
    allow(actor.has(*JUDGES))
    return forum


def get_burst_for(actor: Actor, public_id: str) -> Burst:
    burst = find_or_404(Burst.objects.select_related("forum__cycle", "decided_by"), public_id)
    allow(actor.has(*JUDGES))
    return burst


def get_forum_to_export_tied_for(actor: Actor, public_id: str) -> Forum:
    forum = get_forum_to_export_for(actor, public_id)
    allow(may_export_tied(actor))
    return forum


# Taking part, and editing what is asked


def may_ask(actor: Actor, forum: Forum) -> bool:
    return may_manage_cycle(actor, forum.cycle)


def may_take_notes(actor: Actor, forum: Forum) -> bool:
    return actor.has(*MODERATORS) or may_manage_cycle(actor, forum.cycle)


def get_forum_to_take_part_in(actor: Actor, public_id: str) -> Forum:
    """An announced forum (staff may try drafts), without its cycle, since every vote runs this query."""
    forum = find_or_404(Forum.objects, public_id)
    if forum.announced_at is None and not actor.is_staff:
        raise Http404
    return forum


def get_voice_to_report(actor: Actor, forum_public_id: str, public_id: str) -> Voice:
    """A statement of a forum that the reader may take part in, whether or not it is still shown."""
    forum = get_forum_to_take_part_in(actor, forum_public_id)
    statements = Voice.objects.select_related("forum__cycle").filter(forum=forum, kind=VoiceKind.STATEMENT)
    return find_or_404(statements, public_id)


def get_forum_to_ask_in_for(actor: Actor, public_id: str) -> Forum:
    forum = find_or_404(Forum.objects.select_related("cycle", "cycle__school"), public_id)
    allow(may_ask(actor, forum))
    return forum


def get_forum_to_take_notes_in_for(actor: Actor, public_id: str) -> Forum:
    forum = find_or_404(Forum.objects.select_related("cycle", "cycle__school"), public_id)
    allow(may_take_notes(actor, forum))
    return forum


def get_question_for(actor: Actor, public_id: str) -> SurveyQuestion:
    question = find_or_404(SurveyQuestion.objects.select_related("forum__cycle"), public_id)
    allow(may_ask(actor, question.forum))
    return question


def get_choice_for(actor: Actor, public_id: str) -> SurveyChoice:
    choice = find_or_404(SurveyChoice.objects.select_related("question__forum__cycle"), public_id)
    allow(may_ask(actor, choice.question.forum))
    return choice


def get_seed_for(actor: Actor, public_id: str) -> Voice:
    seed = find_or_404(Voice.objects.select_related("forum__cycle"), public_id, is_seed=True)
    allow(may_ask(actor, seed.forum))
    return seed


def get_table_for(actor: Actor, public_id: str) -> MeetingTable:
    table = find_or_404(MeetingTable.objects.select_related("forum__cycle"), public_id)
    allow(may_take_notes(actor, table.forum))
    return table


def get_note_for(actor: Actor, public_id: str) -> Voice:
    notes = Voice.objects.select_related("forum__cycle", "table").filter(
        kind=VoiceKind.NOTE, table__isnull=False
    )
    note = find_or_404(notes, public_id)
    allow(may_take_notes(actor, note.forum))
    return note
