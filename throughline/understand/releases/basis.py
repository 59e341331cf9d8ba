"""The basis of a finding: its evidence in the form in which it is released."""

from collections.abc import Mapping, Sequence

from throughline.convene.models import Forum
from throughline.listen.models import Voice
from throughline.listen.queries.words import words_of
from throughline.measure.published import (
    PublishedPatterns,
    PublishedRun,
    PublishedTable,
    Rules,
    Setting,
    protect_texts,
    protect_votes,
    with_margins_of_rows,
    with_words,
)
from throughline.ui.fields import TranslatedText
from throughline.understand.models import (
    BasisEntry,
    Figures,
    FrozenCode,
    FrozenRun,
    FrozenVotes,
    NoFigures,
)
from throughline.understand.queries.frozen import code_counts_from, known_votes_from, vote_counts_from
from throughline.understand.queries.participants import Participants
from throughline.understand.releases.gathered_evidence import GatheredEvidence, participants_behind
from throughline.understand.releases.plain import without_blanks

CODING = ("coding_by_hand", "1")
VOTES = ("votes_on_a_statement", "1")
QUOTE = ("own_words", "1")


def basis_of(gathered: Sequence[GatheredEvidence], rules: Rules) -> tuple[BasisEntry, ...]:
    """One entry for each piece of evidence, and one for all quoted texts together."""
    entries = [_entry_of(one, rules) for one in gathered if not one.is_words]
    words = [one for one in gathered if one.is_words]
    if words:
        entries.append(_entry("voice", TranslatedText(), participants_behind(words), QUOTE))
    return tuple(entries)


def _entry_of(one: GatheredEvidence, rules: Rules) -> BasisEntry:
    evidence, frozen, participants = one.evidence, one.frozen, one.participants
    if isinstance(frozen, FrozenCode) and evidence.code is not None:
        figures = protect_texts(*code_counts_from(frozen))
        return _entry("code", evidence.code.name, participants, CODING, figures)
    if one.run is not None:
        return _entry_of_run(one.run, frozen.left_out if isinstance(frozen, FrozenRun) else (), participants)
    voice = evidence.voice
    if voice is None or not voice.is_usable or not isinstance(frozen, FrozenVotes):
        return _entry(evidence.kind, TranslatedText(), Participants(), VOTES)
    counts, known = vote_counts_from(voice, frozen), known_votes_from(voice, frozen)
    votes = protect_votes(counts, rules, participants.data_kind, known)
    label = words_of(voice)
    return _entry("statement", label, participants, VOTES, votes, log_position=frozen.log_position)


def _entry_of_run(run: PublishedRun, left_out: Sequence[str], participants: Participants) -> BasisEntry:
    return _entry(
        "run",
        TranslatedText(),
        participants,
        (run.method, run.method_version),
        figures_of_run(run, left_out, participants.data_kind),
        settings=_released_settings(run.settings),
        seed=run.seed,
        log_position=run.log_position,
        computed_at=run.at.isoformat(),
        run_kind=str(run.kind),
    )


def _entry(
    kind: str,
    label: TranslatedText,
    participants: Participants,
    method: tuple[str, str],
    figures: Figures | None = None,
    *,
    settings: Mapping[str, Setting] | None = None,
    seed: int | None = None,
    log_position: int | None = None,
    computed_at: str | None = None,
    run_kind: str = "",
) -> BasisEntry:
    return BasisEntry(
        kind=kind,
        label=without_blanks(label),
        forums=tuple(without_blanks(forum.title) for forum in participants.forums),
        n=participants.n,
        n_of=str(participants.n_of),
        data_kind=str(participants.data_kind),
        method=method[0],
        version=method[1],
        settings=dict(settings or {}),
        seed=seed,
        log_position=log_position,
        computed_at=computed_at,
        figures=NoFigures() if figures is None else figures,
        run_kind=run_kind,
    )


def _released_settings(settings: Mapping[str, Setting]) -> dict[str, Setting]:
    """Remove weights from the settings: released tables are unweighted; only analysts see weighted ones."""
    released = {key: value for key, value in settings.items() if key != "weights_model"}
    return released | {"weights": None} if "weights" in released else released


def figures_of_run(run: PublishedRun, left_out: Sequence[str], data_kind: str) -> Figures:
    """The publishable figures of a run, with the text of statements that may still be shown."""
    if isinstance(run.figures, PublishedTable):
        return with_margins_of_rows(run.figures, data_kind)
    if isinstance(run.figures, PublishedPatterns):
        return with_words(run.figures, _words_of(run.forum, run.figures), left_out)
    return NoFigures()


def _words_of(forum: Forum, patterns: PublishedPatterns) -> dict[str, TranslatedText]:
    return {
        public_id: without_blanks(words_of(voice))
        for public_id, voice in _usable_statements(forum, patterns).items()
    }


def _usable_statements(forum: Forum, patterns: PublishedPatterns) -> dict[str, Voice]:
    voices = Voice.objects.filter(forum=forum, public_id__in=[row.voice for row in patterns.statements])
    return {voice.public_id: voice for voice in voices if voice.is_usable}


def statements_in(run: PublishedRun, left_out: Sequence[str]) -> list[Voice]:
    """The statements whose words are in the figures of a run, in the same order."""
    if not isinstance(run.figures, PublishedPatterns):
        return []
    usable = _usable_statements(run.forum, run.figures)
    rows = [row.voice for row in run.figures.statements if row.voice not in left_out]
    return [usable[public_id] for public_id in rows if public_id in usable]
