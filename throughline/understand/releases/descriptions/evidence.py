"""The description of one piece of released evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.published import (
    PublishedPatterns,
    PublishedTable,
    PublishedTexts,
    PublishedVotes,
    RunKind,
    share_label,
)
from throughline.ui.data_kinds import KINDS, count_with_kind
from throughline.ui.fields import TranslatedText
from throughline.understand.models import BasisEntry, NumberOf
from throughline.understand.releases.descriptions.parts import (
    DescribedTable,
    GroupOnMap,
    Section,
    SentencesAndTables,
    answer_labels,
    no_longer_shown,
)
from throughline.understand.releases.descriptions.patterns import (
    describe_patterns,
    difference_sections,
    groups_on_map,
    shared_section,
)
from throughline.understand.releases.descriptions.table import describe_table


@dataclass(frozen=True)
class EvidenceDescription:
    """One piece of evidence; `how` names method version, seed and log position.

    For vote patterns, pages show `shared` before everything else, and `differences` after the sentences.
    """

    kind: str
    kind_label: str
    label: TranslatedText
    forums: Sequence[TranslatedText]
    n: int | None
    n_of: str
    n_label: str
    counted: str
    sentences: Sequence[str]
    tables: Sequence[DescribedTable]
    how: str
    computed_at: datetime | None
    shared: Section | None = None
    differences: Sequence[Section] = ()
    places: Sequence[GroupOnMap] = ()


def evidence_descriptions(basis: Sequence[BasisEntry]) -> list[EvidenceDescription]:
    return [_description(entry) for entry in basis]


def n_label(n: int | None, n_of: str) -> str:
    if n is None:
        return _("not computed")
    if n_of == NumberOf.TEXTS:
        sentence = ngettext(
            "%(n)s comment not linked to a participant", "%(n)s comments not linked to a participant", n
        )
        return sentence % {"n": n}
    if n_of == NumberOf.BOTH:
        return _("%(n)s responses") % {"n": n}
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}


def _description(entry: BasisEntry) -> EvidenceDescription:
    sentences, tables = _describe_figures(entry)
    if entry.kind == "statement" and not entry.label:
        sentences = [no_longer_shown(), *sentences]
    patterns = entry.figures if isinstance(entry.figures, PublishedPatterns) else None
    return EvidenceDescription(
        kind=entry.kind,
        kind_label=kind_label(entry.kind, entry.run_kind),
        label=entry.label,
        forums=entry.forums,
        n=entry.n,
        n_of=entry.n_of,
        n_label=n_label(entry.n, entry.n_of),
        counted=_counted(entry),
        sentences=sentences,
        tables=tables,
        how=_how(entry),
        computed_at=None if entry.computed_at is None else parse_datetime(entry.computed_at),
        shared=None if patterns is None else shared_section(patterns),
        differences=() if patterns is None else difference_sections(patterns),
        places=() if patterns is None else groups_on_map(patterns),
    )


def _counted(entry: BasisEntry) -> str:
    """The number and the kind of data, as one phrase."""
    if entry.n_of == NumberOf.TEXTS and entry.data_kind in KINDS:
        return f"{n_label(entry.n, entry.n_of)} ({KINDS[entry.data_kind].name})"
    return count_with_kind(entry.n, entry.data_kind, entry.n_of)


def kind_label(kind: str, run_kind: str = "") -> str:
    if kind == "run":
        return str(RunKind(run_kind).label) if run_kind in RunKind.values else _("Analysis")
    return {
        "code": _("Theme in comments"),
        "statement": _("Votes on a statement"),
        "voice": _("Individual comments"),
    }.get(kind, "")


def _how(entry: BasisEntry) -> str:
    parts = (
        [_("method version %(version)s") % {"version": entry.version}] if entry.version else [entry.method]
    )
    if entry.seed is not None:
        parts.append(_("random seed %(seed)s") % {"seed": entry.seed})
    if entry.log_position:
        position = number_format(entry.log_position, force_grouping=True)
        parts.append(_("votes through vote number %(position)s") % {"position": position})
    return ", ".join(part for part in parts if part)


def _describe_figures(entry: BasisEntry) -> SentencesAndTables:
    figures = entry.figures
    if isinstance(figures, PublishedTexts):
        return [
            _("%(n)s of the %(of)s comments that were read mention this.")
            % {"n": figures.texts_with_code, "of": figures.texts_read}
        ], []
    if isinstance(figures, PublishedVotes):
        return _describe_votes(figures, entry.n)
    if isinstance(figures, PublishedTable):
        return describe_table(figures)
    return describe_patterns(figures) if isinstance(figures, PublishedPatterns) else ([], [])


def _describe_votes(votes: PublishedVotes, n: int) -> SentencesAndTables:
    labels = answer_labels()
    rows = [[labels.get(one.answer, one.answer), share_label(one)] for one in votes.answers]
    caption = _("Votes of the %(n)s people who voted on this statement") % {"n": n}
    return [], [DescribedTable(caption, [_("Response"), _("Percent")], rows)] if rows else []
