"""Import from and export to Polis: read the files, write all rows, record the published groups as a run."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from throughline.accounts.actions import JobRefused, Refused, RunningJob, remove_upload
from throughline.accounts.models import Upload
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import report_rows
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.formats import polis
from throughline.formats.tables import Limits
from throughline.listen.actions.arrival import arriving_forum
from throughline.listen.actions.imported_conversation import ImportedConversation, write_conversation
from throughline.listen.models import Voice
from throughline.listen.queries.exports import conversation_of
from throughline.listen.queries.imports import cycle_of_upload
from throughline.measure.actions.run import record_run
from throughline.measure.models import Run, RunKind
from throughline.measure.models.results import ExactImport, ImportedGroup
from throughline.measure.queries.frozen import frozen_statements
from throughline.measure.queries.imported_groups import published_groups

LONGEST_TITLE: Final = 200
LIMITS: Final = Limits(max_bytes=100_000_000, max_rows=3_000_000)


@dataclass(frozen=True)
class ImportedForum:
    """What an import created."""

    forum: Forum
    written: ImportedConversation
    run: Run | None


@contextmanager
def importing_conversation(
    actor: Actor,
    conversation: polis.Conversation,
    *,
    cycle: Cycle | None = None,
    title: str = "",
    job: RunningJob | None = None,
) -> Iterator[ImportedForum]:
    """Import all of a conversation, or nothing: a closed forum, its rows, and its groups as a run.

    The body of the `with` runs in the transaction that makes the forum visible, the last step of a job.
    """
    title = (title or conversation.summary.topic).strip() or _("Polis conversation")
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    with arriving_forum(
        actor,
        cycle,
        kind=ForumKind.STATEMENTS,
        title=title,
        introduction=conversation.summary.description.strip(),
        **_dates(conversation),
        after_turn=(lambda: job.advance(1, 2)) if job else lambda: None,
    ) as arrival:
        try:
            written = write_conversation(arrival, conversation)
        except Refused as error:
            raise JobRefused(str(error)) from error
        with job.last_step() if job else transaction.atomic():
            written.reveal(arrival)
            run = _record_groups(actor, arrival.forum, conversation, written)
            yield ImportedForum(arrival.forum, written, run)


def import_conversation(
    actor: Actor, conversation: polis.Conversation, *, cycle: Cycle | None = None, title: str = ""
) -> ImportedForum:
    """Import a conversation outside of a job."""
    with importing_conversation(actor, conversation, cycle=cycle, title=title) as imported:
        return imported


def _dates(conversation: polis.Conversation) -> dict[str, datetime]:
    times = conversation.votes.time_ms
    if not len(times) or not conversation.votes.has_times:
        return {}
    first, last = (datetime.fromtimestamp(int(t) / 1000, UTC) for t in (times.min(), times.max()))
    return {"first_at": first, "last_at": last}


def _record_groups(
    actor: Actor, forum: Forum, conversation: polis.Conversation, written: ImportedConversation
) -> Run | None:
    """Record the groups, consensus and summary as published; None if there are none."""
    labels = sorted({p.group for p in conversation.participants if p.group is not None}, key=_natural)
    consensus = {s.id: s.consensus for s in conversation.statements if s.consensus is not None}
    if not labels and not consensus and conversation.summary == polis.Summary():
        return None
    number = {label: i for i, label in enumerate(labels)}
    members = [
        (written.people[p.id], None if p.group is None else number[p.group], None, None)
        for p in conversation.participants
    ]
    sizes = Counter(group for _pk, group, _x, _y in members if group is not None)
    public_ids = dict(Voice.objects.filter(forum=forum).values_list("foreign_id", "public_id"))
    return record_run(
        actor,
        forum,
        kind=RunKind.IMPORTED_GROUPS,
        method="published by Polis",
        method_version="",
        settings={"agree_sign": conversation.agree_sign},
        seed=None,
        log_position=written.log_position,
        input_hash=_hash(conversation),
        n_people=sum(sizes.values()),
        exact=ExactImport(
            groups=tuple(ImportedGroup(i, label, sizes[i]) for label, i in number.items()),
            consensus={public_ids[one]: value for one, value in consensus.items()},
            summary=conversation.summary,
        ),
        frozen=frozen_statements(forum),
        members=members,
    )


def _natural(label: str) -> tuple[int, int, str]:
    return (
        (0, int(label), label) if label.isascii() and label.isdigit() and len(label) < 19 else (1, 0, label)
    )


def _hash(conversation: polis.Conversation) -> str:
    votes = conversation.votes
    columns = (votes.person, votes.statement, votes.value, votes.time_ms)
    digest = hashlib.sha256()
    for column in columns:
        digest.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    return digest.hexdigest()


def import_polis(actor: Actor, directory: Path, *, cycle_id: str = "", title: str = "") -> list[str]:
    """Import a folder and return a report. Raises `BadFile` or `JobRefused` if nothing was imported."""
    cycle = None
    if cycle_id:
        cycle = Cycle.objects.filter(public_id=cycle_id).first()
        if cycle is None:
            raise JobRefused(_("There is no cycle “%(id)s” in this district.") % {"id": cycle_id})
    conversation = polis.read(directory, limits=LIMITS)
    imported = import_conversation(actor, conversation, cycle=cycle, title=title)
    notes = [str(note) for note in conversation.notes]
    return [result_message(imported), *notes, _("Forum: %(id)s") % {"id": imported.forum.public_id}]


def result_message(imported: ImportedForum) -> str:
    """A sentence about what was imported."""
    written = imported.written
    sentence = _(
        "Imported “%(title)s”: %(n_statements)s statements, %(n_people)s people and %(n_votes)s "
        "votes, including %(n_superseded)s that people later changed."
    ) % {
        "title": imported.forum.title.source,
        "n_statements": len(written.statements),
        "n_people": len(written.people),
        "n_votes": written.n_votes,
        "n_superseded": written.n_superseded,
    }
    if written.n_held:
        sentence += " " + _("Statements on hold as urgent messages: %(n)s.") % {"n": written.n_held}
    return sentence


def import_polis_upload(job: RunningJob, upload: Upload) -> None:
    """Import an upload and report progress. Its files are deleted, by `run_import` if this fails."""
    job.advance(0, 2, lambda: _("Reading the files."))
    conversation = polis.read(upload.folder, limits=LIMITS, encoding=upload.encoding)
    job.advance(1, 2, lambda: _("Saving %(n)s votes.") % {"n": len(conversation.votes)})
    cycle = cycle_of_upload(upload)
    with importing_conversation(
        job.actor, conversation, cycle=cycle, title=upload.title, job=job
    ) as imported:
        remove_upload(job.actor, upload)
        job.finish_at(job.actor.district.url("forum", forum_id=imported.forum.public_id))
        job.set_result(lambda: result_message(imported), lambda: report_rows(conversation.notes))


def export_polis(
    actor: Actor, forum: Forum, directory: Path, *, has_held_words: bool = True, is_tied: bool = False
) -> list[str]:
    """Write a statements forum in Polis' format; return the paths and a summary."""
    conversation = conversation_of(
        forum, published_groups(forum), has_held_words=has_held_words, is_tied=is_tied
    )
    files = polis.write(conversation, directory)
    return [
        *(str(path) for path in files),
        _("%(n_statements)s statements, %(n_people)s people, %(n_votes)s votes.")
        % {
            "n_statements": len(conversation.statements),
            "n_people": len(conversation.participants),
            "n_votes": len(conversation.votes),
        },
    ]
