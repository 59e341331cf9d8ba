"""What a number is counted from, kept with it, so that it can be counted again.

By kind of evidence: row numbers and what was chosen, never words.

    code       texts: [[voice, contributor or nothing, forum]], read: [voice]
    statement  log_position: the number of the last vote that was read
    run        input_hash, left_out: statements not told beside others; what it read is `Run.frozen`
    voice      is_quoted, role, n_by_role and n_people: how many took part, of each role and in all

`Run.frozen`, by kind of run:

    of patterns  rules, statements: [voice], zeroed: those that said nothing of opinion, names: numbers of the
                 groups' letters, names_used: those of all runs so far, n_draws: how many draws there was time
                 for, where time was over before all were made
    crosstab     rules, row and column: {question, keys, labels, answers: {contributor: keys}}
"""

import hashlib
import json
from typing import Any

from django.db.models import Count

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole, Voice, VoiceState, Vote
from throughline.measure.queries.frozen import n_withdrawn_from
from throughline.understand.models import Code, Evidence, EvidenceAtRelease, KindOfEvidence
from throughline.understand.queries.codes import texts_read_of
from throughline.understand.queries.standing import (
    Standing,
    VoteCounts,
    log_position,
    standing_codings,
    standing_of_run,
    standing_of_texts,
)

Frozen = dict[str, Any]


def frozen_sha256(frozen: Frozen) -> str:
    return hashlib.sha256(json.dumps(frozen, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def frozen_of(evidence: Evidence) -> Frozen:
    """What one piece of evidence stands on now."""
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        return _frozen_code(evidence.code)
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return {"input_hash": evidence.run.input_hash}
    if evidence.voice is None:
        return {}
    if evidence.kind == KindOfEvidence.STATEMENT:
        return {"log_position": log_position(evidence.voice.forum)}
    return _frozen_voice(evidence.voice, is_quoted=evidence.is_quoted)


def _frozen_code(code: Code) -> Frozen:
    rows = standing_codings(code).values_list("voice_id", "voice__contributor_id", "voice__forum_id")
    return {
        "texts": sorted((list(row) for row in set(rows)), key=lambda row: row[0]),
        "read": sorted(texts_read_of(code.cycle).values_list("pk", flat=True)),
    }


def _frozen_voice(voice: Voice, *, is_quoted: bool) -> Frozen:
    contributor = voice.contributor
    if contributor is None or contributor.role not in ContributorRole.values:
        return {"role": "", "n_by_role": {}, "n_people": 0, "is_quoted": is_quoted}
    everyone = Contributor.objects.filter(forum_id=contributor.forum_id).order_by()
    n_of = dict(everyone.values_list("role").annotate(n=Count("pk")))
    return {
        "role": contributor.role,
        "n_by_role": {role: n for role, n in sorted(n_of.items()) if role in ContributorRole.values},
        "n_people": sum(n_of.values()),
        "is_quoted": is_quoted,
    }


def votes_up_to(statement: Voice, position: int) -> dict[int, int]:
    """Each contributor's latest vote on a statement, as the log stood at a position."""
    log = Vote.objects.filter(statement=statement, pk__lte=position).order_by("pk")
    return dict(log.values_list("contributor_id", "value"))


def standing_from(evidence: Evidence | EvidenceAtRelease, frozen: Frozen) -> Standing:
    """Whose voices a piece of evidence stood on when it was frozen."""
    if evidence.kind == KindOfEvidence.CODE:
        forums = Forum.objects.filter(pk__in={forum for _voice, _contributor, forum in frozen["texts"]})
        return Standing(
            frozenset(contributor for _voice, contributor, _forum in frozen["texts"] if contributor),
            frozenset(voice for voice, contributor, _forum in frozen["texts"] if not contributor),
            tuple(forums.order_by("pk")),
        )
    if evidence.kind == KindOfEvidence.RUN:
        return standing_of_run(evidence.run) if evidence.run is not None else Standing()
    if evidence.voice is None:
        return Standing()
    if evidence.kind == KindOfEvidence.STATEMENT:
        voters = votes_up_to(evidence.voice, frozen["log_position"])
        return Standing(frozenset(voters), forums=(evidence.voice.forum,))
    return standing_of_texts([evidence.voice])


def vote_counts_from(statement: Voice, frozen: Frozen) -> VoteCounts:
    values = list(votes_up_to(statement, frozen["log_position"]).values())
    return VoteCounts(values.count(1), values.count(-1), values.count(0), frozen["log_position"])


def code_counts_from(frozen: Frozen) -> tuple[int, int]:
    """Texts with the code, and texts that were read."""
    return len({row[0] for row in frozen["texts"]}), len(frozen["read"])


def without_withdrawn(evidence: EvidenceAtRelease) -> tuple[Frozen, int]:
    """What was frozen, less what may not be counted any more, and how many texts that leaves out."""
    frozen = dict(evidence.frozen)
    if evidence.kind == KindOfEvidence.CODE:
        named = {row[0] for row in frozen["texts"]} | set(frozen["read"])
        gone = named - set(
            Voice.objects.filter(
                pk__in=named, state=VoiceState.APPROVED, is_held=False, is_seed=False
            ).values_list("pk", flat=True)
        )
        frozen["texts"] = [row for row in frozen["texts"] if row[0] not in gone]
        frozen["read"] = [voice for voice in frozen["read"] if voice not in gone]
        return frozen, len(gone)
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return frozen, n_withdrawn_from(evidence.run)
    is_gone = evidence.voice is None or not evidence.voice.is_usable
    return frozen, int(is_gone)
