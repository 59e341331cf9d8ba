"""Actions that change cycles, storylines, forums and their tallies."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.accounts.actions import Refused, record, swap_with_neighbor
from throughline.accounts.models import Person, School
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, Forum, ForumKind, StorylineStep, Tally
from throughline.convene.queries import ReadyQuestion, missing_labels, named_responders
from throughline.ui.fields import TranslatedText


class NotReady(Refused):
    """A forum may not open yet; `missing` lists the fields that must be filled in first."""

    def __init__(self, sentence: str, missing: list[str]) -> None:
        super().__init__(sentence)
        self.missing = missing


# Cycles


class CycleFields(TypedDict, total=False):
    title: TranslatedText
    school: School | None
    decision: TranslatedText
    decider: TranslatedText
    decided_when: TranslatedText
    already_fixed: TranslatedText
    asked_of_people: TranslatedText
    promise: str
    staff_hours_a_week: Decimal | None
    is_school_asked: bool
    is_role_asked: bool
    is_public: bool
    began_on: date


@transaction.atomic
def create_cycle(actor: Actor, **fields: Unpack[CycleFields]) -> Cycle:
    cycle = Cycle.objects.create(**{"began_on": _today(actor), **fields})
    record(actor, "create_cycle", cycle)
    return cycle


def _today(actor: Actor) -> date:
    return timezone.now().astimezone(actor.district.zone).date()


@transaction.atomic
def change_cycle(actor: Actor, cycle: Cycle, **fields: Unpack[CycleFields]) -> Cycle:
    """Change a cycle. Once a forum is announced, the required fields can be reworded but not emptied."""
    changed = {name: value for name, value in fields.items() if getattr(cycle, name) != value}
    if not changed:
        return cycle
    for name, value in changed.items():
        setattr(cycle, name, value)
    if cycle.missing_before_opening and cycle.forums.filter(announced_at__isnull=False).exists():
        raise NotReady(
            _("A forum in this cycle has been announced, so these can't be empty: %(missing)s.")
            % {"missing": ", ".join(missing_labels(cycle))},
            cycle.missing_before_opening,
        )
    cycle.save(update_fields=list(changed))
    record(actor, "change_cycle", cycle, fields=list(changed))
    return cycle


@transaction.atomic
def end_cycle(
    actor: Actor, cycle: Cycle, *, is_promise_kept: bool, note: TranslatedText, ended_on: date | None = None
) -> Cycle:
    """End a cycle, stating in public whether the promise was kept, and how or why not."""
    cycle.is_promise_kept, cycle.promise_kept_note = is_promise_kept, note
    cycle.ended_on = ended_on or _today(actor)
    cycle.save(update_fields=["is_promise_kept", "promise_kept_note", "ended_on"])
    record(actor, "end_cycle", cycle, is_promise_kept=is_promise_kept)
    return cycle


# The storyline


@transaction.atomic
def add_storyline_step(
    actor: Actor, cycle: Cycle, *, title: TranslatedText, when: TranslatedText, is_done: bool = False
) -> StorylineStep:
    last = cycle.storyline.aggregate(last=Max("position"))["last"]
    step = StorylineStep.objects.create(
        cycle=cycle, title=title, when=when, is_done=is_done, position=0 if last is None else last + 1
    )
    record(actor, "add_storyline_step", step, cycle=cycle.public_id)
    return step


@transaction.atomic
def change_storyline_step(
    actor: Actor, step: StorylineStep, *, title: TranslatedText, when: TranslatedText
) -> StorylineStep:
    step.title, step.when = title, when
    step.save(update_fields=["title", "when"])
    record(actor, "change_storyline_step", step)
    return step


@transaction.atomic
def move_storyline_step(actor: Actor, step: StorylineStep, *, is_up: bool) -> StorylineStep:
    """Move a step one place up or down; at either end of the list nothing changes."""
    steps = StorylineStep.objects.select_for_update().filter(cycle=step.cycle)
    if swap_with_neighbor(steps, step, is_up=is_up) is not None:
        record(actor, "move_storyline_step", step, is_up=is_up)
    return step


@transaction.atomic
def mark_storyline_step(actor: Actor, step: StorylineStep, *, is_done: bool) -> StorylineStep:
    step.is_done = is_done
    step.save(update_fields=["is_done"])
    record(actor, "mark_storyline_step", step, is_done=is_done)
    return step


@transaction.atomic
def remove_storyline_step(actor: Actor, step: StorylineStep) -> None:
    record(actor, "remove_storyline_step", step)
    step.delete()


# Forums


class ForumFields(TypedDict, total=False):
    introduction: TranslatedText
    is_for_students: bool
    is_for_staff: bool
    moderation: str
    may_add_statements: bool
    data_kind: str
    ready_question: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: TranslatedText
    online_url: str


class ChangedForumFields(ForumFields, total=False):
    title: TranslatedText


@transaction.atomic
def create_forum(
    actor: Actor,
    cycle: Cycle,
    *,
    kind: str,
    title: TranslatedText,
    responders: Iterable[Person] = (),
    **fields: Unpack[ForumFields],
) -> Forum:
    forum = Forum.objects.create(cycle=cycle, kind=kind, title=title, **fields)
    forum.responders.set(responders)
    record(actor, "create_forum", forum, cycle=cycle.public_id, kind=kind)
    return forum


@transaction.atomic
def change_forum(
    actor: Actor,
    forum: Forum,
    *,
    responders: Iterable[Person] | None = None,
    **fields: Unpack[ChangedForumFields],
) -> Forum:
    new = {name: value for name, value in fields.items() if getattr(forum, name) != value}
    for name, value in new.items():
        setattr(forum, name, value)
    changed = list(new)
    if changed:
        forum.save(update_fields=[*changed, *_follow_meeting(forum, changed)])
    if responders is not None:
        # A double-clicked submit waits for this lock: adding the same responder twice at once would fail.
        Forum.objects.select_for_update(no_key=True, of=("self",)).get(pk=forum.pk)
        before, after = set(forum.responders.all()), set(responders)
        if before != after:
            forum.responders.set(after)
            changed.append("responders")
    if forum.announced_at is not None:
        _refuse_students_without_responder(forum)
        _refuse_meeting_without_time(forum)
    if changed:
        record(actor, "change_forum", forum, fields=changed)
    return forum


ON_CALENDARS = frozenset({"title", "introduction", "starts_at", "ends_at", "place", "online_url"})


def _follow_meeting(forum: Forum, changed: list[str]) -> list[str]:
    """Let an announced meeting close when it ends, and count the change; return what else has to be saved."""
    if not forum.is_meeting or forum.announced_at is None or not ON_CALENDARS & set(changed):
        return []
    forum.n_changes += 1
    if forum.starts_at is not None and forum.ends_at is not None and forum.opens_at is not None:
        forum.opens_at, forum.closes_at = min(forum.opens_at, forum.starts_at), forum.ends_at
    return ["n_changes", "opens_at", "closes_at"]


def _refuse_meeting_without_time(forum: Forum) -> None:
    if forum.is_meeting and forum.starts_at is None:
        raise NotReady(_("Enter the date, the start time and the end time of the meeting."), ["starts_at"])


def _refuse_students_without_responder(forum: Forum) -> None:
    if forum.is_for_students and not named_responders(forum):
        raise NotReady(
            _(
                "A forum for students needs someone who is alerted right away if a student may be in "
                "danger. Choose that person first."
            ),
            ["responders"],
        )


def _refuse_without_decision(cycle: Cycle) -> None:
    missing = cycle.missing_before_opening
    if missing:
        raise NotReady(
            _("Complete the cycle before you announce a forum. Still missing: %(missing)s.")
            % {"missing": ", ".join(missing_labels(cycle))},
            missing,
        )


def refuse_if_not_ready(forum: Forum) -> None:
    """Raise `NotReady` if anything must be filled in before the forum may open."""
    _refuse_without_decision(forum.cycle)
    _refuse_students_without_responder(forum)


@transaction.atomic
def announce_forum(
    actor: Actor, forum: Forum, *, opens_at: datetime, closes_at: datetime | None = None
) -> Forum:
    """Announce when people can take part. This also makes the forum's cycle public."""
    refuse_if_not_ready(forum)
    _refuse_meeting_without_time(forum)
    if closes_at is not None and closes_at <= opens_at:
        raise Refused(_("The closing date can't be before the opening date. Choose a later closing date."))
    forum.announced_at = forum.announced_at or timezone.now()
    forum.opens_at, forum.closes_at = opens_at, closes_at
    forum.save(update_fields=["announced_at", "opens_at", "closes_at"])
    if not forum.cycle.is_public:
        forum.cycle.is_public = True
        forum.cycle.save(update_fields=["is_public"])
    record(
        actor,
        "announce_forum",
        forum,
        opens_at=opens_at.isoformat(),
        closes_at=closes_at.isoformat() if closes_at else None,
    )
    return forum


@transaction.atomic
def announce_meeting(
    actor: Actor,
    forum: Forum,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: TranslatedText,
    online_url: str,
) -> Forum:
    """Announce when and where a meeting takes place. Its page is open from now until the meeting ends."""
    now = timezone.now()
    if starts_at <= now:
        raise Refused(_("This time has passed. Choose a later date or time."))
    change_forum(actor, forum, starts_at=starts_at, ends_at=ends_at, place=place, online_url=online_url)
    return announce_forum(actor, forum, opens_at=now, closes_at=ends_at)


def create_ready_question(actor: Actor, cycle: Cycle, question: ReadyQuestion) -> Forum:
    """Create a draft that asks one of the ready-made questions."""
    return create_forum(
        actor,
        cycle,
        kind=ForumKind.QUESTION,
        title=question.title,
        introduction=question.introduction,
        ready_question=question.key,
    )


def state_to_close(forum: Forum, now: datetime) -> str:
    """The state of a forum, where a meeting that has not started yet is still `announced`."""
    state = forum.state(now)
    is_to_come = forum.is_meeting and forum.starts_at is not None and now < forum.starts_at
    return "announced" if state == "open" and is_to_come else state


@transaction.atomic
def close_forum(actor: Actor, forum: Forum) -> Forum:
    """Close an open forum at once; withdraw the announcement of one that is still to come."""
    now = timezone.now()
    state = state_to_close(forum, now)
    if state == "open":
        forum.closes_at = now
    elif state == "announced":
        forum.announced_at = forum.opens_at = forum.closes_at = None
    else:
        return forum
    forum.save(update_fields=["announced_at", "opens_at", "closes_at"])
    record(actor, "close_forum", forum, was=state)
    return forum


@transaction.atomic
def reopen_forum(actor: Actor, forum: Forum, *, closes_at: datetime | None) -> Forum:
    """Reopen a closed forum, or change the last day of an open one."""
    if forum.is_meeting and forum.starts_at is not None:
        raise Refused(_("A meeting closes when it ends. Change its date and time in the settings."))
    if forum.announced_at is None or forum.opens_at is None:
        raise Refused(_("This forum hasn't been announced yet. Announce it first."))
    refuse_if_not_ready(forum)
    if closes_at is not None and closes_at <= timezone.now():
        raise Refused(_("This date has passed. Choose today or a later date."))
    forum.closes_at = closes_at
    forum.save(update_fields=["closes_at"])
    record(actor, "reopen_forum", forum, closes_at=closes_at.isoformat() if closes_at else None)
    return forum


# Counts


def set_tally(
    cycle: Cycle, what: str, n: int, forum: Forum | None = None, oldest_at: datetime | None = None
) -> Tally:
    """Store a count for apps to the left to show. It is not a decision, so it has no audit row."""
    tally, _is_new = Tally.objects.update_or_create(
        cycle=cycle,
        forum=forum,
        what=what,
        defaults={"n": n, "oldest_at": oldest_at, "counted_at": timezone.now()},
    )
    return tally
