"""Codes, the texts that have them, and their counts."""

import itertools
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from throughline.accounts.queries import has_words
from throughline.convene.models import Cycle
from throughline.listen.models import BurstState, Voice, VoiceState
from throughline.listen.queries import texts_to_code
from throughline.understand.models import Code, Coding, Reading

IS_COUNTED = Q(
    codings__removed_at__isnull=True,
    codings__voice__state=VoiceState.APPROVED,
    codings__voice__is_held=False,
    codings__voice__is_seed=False,
) & (
    Q(codings__voice__contributor__burst__isnull=True)
    | Q(codings__voice__contributor__burst__state__in=[BurstState.OPEN, BurstState.COUNTED])
)


@dataclass(frozen=True)
class CodeCount:
    """A code with the numbers of texts that have it, of texts read, and of their known writers."""

    code: Code
    n_texts: int
    n_people: int
    n_unsigned: int
    n_read: int
    coders: tuple[tuple[str, int], ...] = ()


def texts_of(cycle: Cycle) -> QuerySet[Voice]:
    """Texts of a cycle to be read: those the community wrote, without the district's seed statements.

    Texts of people who were set aside are neither read nor counted.
    """
    texts = texts_to_code(cycle).filter(is_seed=False)
    return texts.exclude(contributor__burst__state=BurstState.SET_ASIDE)


def texts_read_of(cycle: Cycle) -> QuerySet[Voice]:
    return texts_of(cycle).filter(Exists(Reading.objects.filter(voice=OuterRef("pk"))))


def n_texts_read(cycle: Cycle) -> int:
    return texts_read_of(cycle).count()


def texts_with_code(code: Code) -> QuerySet[Voice]:
    return texts_of(code.cycle).filter(
        Exists(Coding.objects.filter(code=code, voice=OuterRef("pk"), removed_at__isnull=True))
    )


def code_counts(cycle: Cycle, *, with_coders: bool = False) -> list[CodeCount]:
    n_read = n_texts_read(cycle)
    rows = Code.objects.filter(cycle=cycle).annotate(
        n_texts=Count("codings__voice", distinct=True, filter=IS_COUNTED),
        n_people=Count("codings__voice__contributor", distinct=True, filter=IS_COUNTED),
        n_unsigned=Count(
            "codings__voice", distinct=True, filter=IS_COUNTED & Q(codings__voice__contributor__isnull=True)
        ),
    )
    coders = _coders(cycle) if with_coders else {}
    return [
        CodeCount(
            code,
            code.n_texts,
            code.n_people,
            code.n_unsigned,
            n_read,
            tuple(coders.get(code.pk, ())),
        )
        for code in rows.order_by("-n_texts", "id")
    ]


def _coders(cycle: Cycle) -> dict[int, list[tuple[str, int]]]:
    rows = (
        Coding.objects.filter(
            code__cycle=cycle,
            removed_at__isnull=True,
            voice__state=VoiceState.APPROVED,
            voice__is_held=False,
            voice__is_seed=False,
        )
        .values_list("code_id", "coder__name")
        .annotate(n=Count("voice", distinct=True))
        .order_by("code_id", "-n", "coder__name")
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for code_id, name, n in rows:
        found.setdefault(code_id, []).append((name or "", n))
    return found


def code_count(code: Code) -> CodeCount:
    return next(row for row in code_counts(code.cycle, with_coders=True) if row.code.pk == code.pk)


def codings_of(voices: list[Voice]) -> dict[int, list[Coding]]:
    """The codings of each text, by the text's row number."""
    found: dict[int, list[Coding]] = {voice.pk: [] for voice in voices}
    codings = Coding.objects.filter(voice__in=voices, removed_at__isnull=True).select_related("code", "coder")
    for coding in codings.order_by("start", "id"):
        found[coding.voice_id].append(coding)
    return found


@dataclass(frozen=True)
class Piece:
    """A part of a text, with the codings that cover it."""

    text: str
    codings: tuple[Coding, ...]


def pieces_of(voice: Voice, codings: list[Coding]) -> list[Piece]:
    """Split a text where spans begin and end, so that a page can mark them without changing the text."""
    spans = [c for c in codings if c.start is not None and c.end is not None and c.end <= len(voice.text)]
    cuts = sorted({0, len(voice.text), *(c.start or 0 for c in spans), *(c.end or 0 for c in spans)})
    return [
        Piece(
            voice.text[start:end],
            tuple(c for c in spans if (c.start or 0) <= start and (c.end or 0) >= end),
        )
        for start, end in itertools.pairwise(cuts)
    ]


def texts_for_desk(cycle: Cycle, *, forum: str = "", code: str = "", q: str = "") -> QuerySet[Voice]:
    """The filtered queue of the coding desk; `code` is a code's public id, "uncoded" or "unread"."""
    texts = texts_of(cycle)
    if forum:
        texts = texts.filter(forum__public_id=forum)
    if q:
        texts = texts.filter(has_words(q, "text"))
    codings = Coding.objects.filter(voice=OuterRef("pk"), removed_at__isnull=True)
    if code == "unread":
        return texts.filter(~Exists(Reading.objects.filter(voice=OuterRef("pk"))))
    if code == "uncoded":
        return texts.filter(~Exists(codings))
    if code:
        return texts.filter(Exists(codings.filter(code__public_id=code)))
    return texts


def next_unread(cycle: Cycle, after: Voice | None = None) -> Voice | None:
    """The next text nobody has read after this one; if none, the first such text."""
    unread = texts_for_desk(cycle, code="unread")
    if after is None:
        return unread.first()
    return unread.filter(pk__gt=after.pk).first() or unread.exclude(pk=after.pk).first()
