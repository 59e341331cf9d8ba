"""What a number was counted from, stored so that it can be recomputed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from throughline.convene.models import Forum
from throughline.listen.models import Contributor, ContributorRole, Voice, VoiceState, Vote
from throughline.listen.queries.burst import BurstsOfForums, units_among
from throughline.measure.queries.frozen import n_withdrawn_from
from throughline.measure.queries.guard import Known
from throughline.understand.models import (
    Code,
    Evidence,
    EvidenceAtRelease,
    Frozen,
    FrozenCode,
    FrozenNothing,
    FrozenRun,
    FrozenVoice,
    FrozenVotes,
    KindOfEvidence,
)
from throughline.understand.queries.codes import texts_read_of
from throughline.understand.queries.participants import (
    Participants,
    counted_codings,
    log_position,
    participants_of_run,
    participants_of_texts,
)


def frozen_sha256(kept: Mapping[str, object]) -> str:
    """Return the hash of the JSON in a row's `frozen`."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def frozen_of(evidence: Evidence, bursts: BurstsOfForums | None = None) -> Frozen:
    """What a piece of evidence is currently counted from."""
    bursts = bursts or BurstsOfForums()
    if evidence.kind == KindOfEvidence.CODE and evidence.code is not None:
        return _frozen_code(evidence.code)
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return FrozenRun(evidence.run.input_hash)
    if evidence.voice is None:
        return FrozenNothing()
    if evidence.kind == KindOfEvidence.STATEMENT:
        return _frozen_votes(evidence.voice, bursts)
    return _frozen_voice(evidence.voice, bursts, is_quoted=evidence.is_quoted)


def _frozen_votes(statement: Voice, bursts: BurstsOfForums) -> FrozenVotes:
    position, aside = log_position(statement.forum), bursts.aside(statement.forum)
    voters = votes_up_to(statement, position)
    units = units_among(bursts.units(statement.forum), voters.keys() - aside)
    return FrozenVotes(
        position, tuple(tuple(sorted(unit)) for unit in units), tuple(sorted(aside & voters.keys()))
    )


def _frozen_code(code: Code) -> FrozenCode:
    rows = counted_codings(code).values_list("voice_id", "voice__contributor_id", "voice__forum_id")
    return FrozenCode(
        texts=tuple(sorted(set(rows), key=lambda row: row[0])),
        read=tuple(sorted(texts_read_of(code.cycle).values_list("pk", flat=True))),
    )


def _frozen_voice(voice: Voice, bursts: BurstsOfForums, *, is_quoted: bool) -> FrozenVoice:
    contributor = voice.contributor
    if contributor is None or contributor.role not in ContributorRole.values:
        return FrozenVoice("", {}, 0, is_quoted)
    role_of = dict(Contributor.objects.filter(forum_id=contributor.forum_id).values_list("pk", "role"))
    for one in bursts.aside(voice.forum):
        role_of.pop(one, None)
    n_of = Counter(role_of.values())
    for role in n_of:  # without the most that anybody may have made up
        n_of[role] -= max(
            (sum(role_of.get(one) == role for one in unit) for unit in bursts.units(voice.forum)), default=0
        )
    return FrozenVoice(
        role=contributor.role,
        n_by_role={role: n for role, n in sorted(n_of.items()) if role in ContributorRole.values},
        n_people=sum(n_of.values()),
        is_quoted=is_quoted,
    )


def votes_up_to(statement: Voice, position: int, without: Iterable[int] = ()) -> dict[int, int]:
    """Each contributor's latest vote on a statement, up to a position of the log."""
    log = Vote.objects.filter(statement=statement, pk__lte=position).order_by("pk")
    votes = dict(log.values_list("contributor_id", "value"))
    for contributor_id in without:
        votes.pop(contributor_id, None)
    return votes


def frozen_participants(evidence: Evidence | EvidenceAtRelease, frozen: Frozen) -> Participants:
    """The participants behind a piece of evidence when it was frozen."""
    if isinstance(frozen, FrozenCode):
        forums = Forum.objects.filter(pk__in={forum for _voice, _contributor, forum in frozen.texts})
        return Participants(
            frozenset(contributor for _voice, contributor, _forum in frozen.texts if contributor),
            frozenset(voice for voice, contributor, _forum in frozen.texts if not contributor),
            tuple(forums.order_by("pk")),
        )
    if isinstance(frozen, FrozenRun):
        return participants_of_run(evidence.run) if evidence.run is not None else Participants()
    if evidence.voice is None:
        return Participants()
    if isinstance(frozen, FrozenVotes):
        voters = votes_up_to(evidence.voice, frozen.log_position, frozen.aside)
        return Participants(frozenset(voters), forums=(evidence.voice.forum,))
    return participants_of_texts([evidence.voice])


def vote_counts_from(statement: Voice, frozen: FrozenVotes) -> tuple[int, int, int]:
    """Numbers of people who agreed, disagreed and were not sure. A skip does not count as a vote."""
    return _counts(votes_up_to(statement, frozen.log_position, frozen.aside).values())


def known_votes_from(statement: Voice, frozen: FrozenVotes) -> list[Known]:
    """The votes of each unit for which nobody vouched, as `vote_counts_from` counts them."""
    if not frozen.units:
        return []
    votes = votes_up_to(statement, frozen.log_position, frozen.aside)
    counts = [_counts([votes[one] for one in unit if one in votes]) for unit in frozen.units]
    return [Known(sum(of_unit), of_unit) for of_unit in counts]


def _counts(values: Iterable[int]) -> tuple[int, int, int]:
    given = list(values)
    return given.count(1), given.count(-1), given.count(0)


def code_counts_from(frozen: FrozenCode) -> tuple[int, int]:
    """Numbers of texts with the code and of texts that were read."""
    return len({voice for voice, _contributor, _forum in frozen.texts}), len(frozen.read)


def without_withdrawn(evidence: EvidenceAtRelease) -> tuple[Frozen, int]:
    """Remove what may no longer be counted; return the rest, and the number of texts or people removed."""
    frozen = evidence.frozen_evidence
    if isinstance(frozen, FrozenCode):
        named = {voice for voice, _contributor, _forum in frozen.texts} | set(frozen.read)
        gone = named - set(
            Voice.objects.filter(
                pk__in=named, state=VoiceState.APPROVED, is_held=False, is_seed=False
            ).values_list("pk", flat=True)
        )
        texts = tuple(row for row in frozen.texts if row[0] not in gone)
        read = tuple(voice for voice in frozen.read if voice not in gone)
        return replace(frozen, texts=texts, read=read), len(gone)
    if evidence.kind == KindOfEvidence.RUN and evidence.run is not None:
        return frozen, n_withdrawn_from(evidence.run)
    is_gone = evidence.voice is None or not evidence.voice.is_usable
    return frozen, int(is_gone)
