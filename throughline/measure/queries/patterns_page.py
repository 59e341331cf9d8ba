"""Patterns of votes as their page shows them: to analysts in full, to others as they may be published."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from throughline.listen.models import ContributorRole, Voice
from throughline.listen.queries.words import words_of
from throughline.measure.models import Run, RunMember
from throughline.measure.models.results import End, ExactPatterns, PublishedCell, PublishedPatterns, WhichEnd
from throughline.measure.queries.guard import Rules, n_shown, rules_of, share_of
from throughline.measure.queries.patterns import SHARED_BY_ALL
from throughline.measure.queries.run_results import patterns_of
from throughline.measure.queries.shares import share_label
from throughline.methods.opinion_groups import Matching, match_groups
from throughline.ui.charts import OpinionMap, opinion_map
from throughline.ui.fields import TranslatedText

N_SHARED = 5
FEW_VOTES = 5
SHAKEN_SHARE = 0.025
TAKEN_SHARE = 2 / 3  # of the people, on a map that may be taken along
WITH_GROUPS = ("groups", "imported")
SORTS = ("agreement", "division", "uncertainty")


@dataclass(frozen=True)
class GroupCell:
    """How one group voted on one statement; without people there is nothing to say."""

    name: str
    n: int
    said: tuple[str, str, str] = ("", "", "")
    shares: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class StatementRow:
    words: TranslatedText
    cells: Sequence[GroupCell]
    consensus: float | None
    area_found: str = ""

    @property
    def told(self) -> list[tuple[float, float, float]]:
        return [cell.shares for cell in self.cells if cell.shares is not None]

    @property
    def has_few_votes(self) -> bool:
        return not self.told or any(cell.n < FEW_VOTES for cell in self.cells)

    @property
    def agreement(self) -> float:
        """Share of the group that holds it least, of what every group holds: agreeing or disagreeing."""
        return max(min(shares[side] for shares in self.told) for side in (0, 1)) if self.told else 0.0

    @property
    def division(self) -> float:
        """Difference of the groups' shares; where there is one group, how evenly it is split."""
        if len(self.told) > 1:
            agree = [shares[0] for shares in self.told]
            return max(agree) - min(agree)
        return 2 * min(self.told[0][:2]) if self.told else 0.0

    @property
    def uncertainty(self) -> float:
        if self.has_few_votes:
            return 1.0
        return float(np.average([shares[2] for shares in self.told], weights=self._n))

    @property
    def _n(self) -> list[int]:
        return [max(cell.n, 1) for cell in self.cells if cell.shares is not None]

    @property
    def area(self) -> str:
        return area_label(self.area_found)

    @property
    def is_shared(self) -> bool:
        """Whether every group holds it, agreeing or refusing."""
        return self.area_found in SHARED_BY_ALL

    @property
    def is_rejected(self) -> bool:
        return self.area_found == "rejection"


@dataclass(frozen=True)
class Representative:
    words: TranslatedText
    is_agree: bool
    n_of: int | None = None
    n_seen: int | None = None
    percent: int | None = None
    percent_of_rest: int | None = None


@dataclass(frozen=True)
class GroupRow:
    name: str
    n: int
    stands_for: Sequence[Representative] = ()


@dataclass(frozen=True)
class Unplaced:
    """People of one kind who voted too seldom to be placed, as a guarded share."""

    label: str
    n: int
    share: str


@dataclass(frozen=True)
class PatternsPage:
    verdict: str
    is_found: bool
    is_guarded: bool
    n_people: int
    n_placed: int
    n_votes: int
    n_statements: int
    groups: Sequence[GroupRow] = ()
    rows: Sequence[StatementRow] = ()
    shared: Sequence[StatementRow] = ()
    low: Sequence[Representative] = ()
    high: Sequence[Representative] = ()
    chart: OpinionMap | None = None
    minimum_n: int | None = None
    published_groups: Sequence[tuple[str, int]] = ()
    merged: Sequence[str] = ()
    grounds: Sequence[str] = ()
    changes: str = ""
    sort: str = SORTS[0]
    pair: tuple[str, str] | None = None
    names: Sequence[str] = ()
    unplaced: Sequence[Unplaced] = ()

    @property
    def has_groups(self) -> bool:
        return self.verdict in WITH_GROUPS

    @property
    def n_unplaced(self) -> int:
        return self.n_people - self.n_placed


def patterns_page(
    run: Run, *, is_guarded: bool, sort: str = "", pair: tuple[str, str] | None = None
) -> PatternsPage:
    found = patterns_of(run)
    exact, published = found.exact, found.published
    rules = rules_of(run.forum.district, [run.forum])
    shown = PatternsPage(
        verdict=exact.verdict,
        is_found=False,
        is_guarded=is_guarded,
        n_people=exact.n_people,
        n_placed=exact.n_placed,
        n_votes=exact.n_votes,
        n_statements=exact.n_statements,
    )
    if not is_guarded:
        shown = replace(shown, unplaced=list(_unplaced(run, rules)))
    if not exact.groups or (is_guarded and published is None):
        return shown
    told = () if published is None else published.groups
    shown = replace(
        shown,
        is_found=True,
        minimum_n=None if published is None else published.minimum_n,
        published_groups=[(group.name, group.n) for group in told],
        merged=[_merged_sentence(group.made_of) for group in told if len(group.made_of) > 1],
        grounds=grounds_sentences(exact),
    )
    if is_guarded and published is not None:
        shown = _with_published(shown, published, _words(run, [row.voice for row in published.statements]))
    else:
        words = _words(run, [row.voice for row in exact.statements])
        shown = replace(_in_full(shown, exact, words), chart=map_of(run))
    sort = sort if sort in SORTS else SORTS[0]
    if pair is not None and (pair[0] == pair[1] or not set(pair) <= set(shown.names)):
        pair = None
    return replace(
        shown,
        rows=_sorted(shown.rows, sort, pair),
        shared=_sorted([row for row in shown.rows if row.is_shared], "agreement", None)[:N_SHARED],
        sort=sort,
        pair=pair,
    )


def _in_full(shown: PatternsPage, exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> PatternsPage:
    moved = exact.changes
    return replace(
        shown,
        groups=_full_groups(exact, words),
        rows=_full_rows(exact, words),
        low=_end(exact.ends.low, words),
        high=_end(exact.ends.high, words),
        changes=""
        if moved is None
        else changes_sentence(moved.n_stayed, moved.n_moved, moved.n_came, moved.n_left),
        names=[group.name for group in exact.groups],
    )


def _with_published(
    shown: PatternsPage, published: PublishedPatterns, words: Mapping[str, TranslatedText]
) -> PatternsPage:
    return replace(
        shown,
        groups=_guarded_groups(published, words),
        rows=_guarded_rows(published, words),
        low=_published_end(published, "low", words),
        high=_published_end(published, "high", words),
        names=[group.name for group in published.groups],
    )


def grounds_sentences(exact: ExactPatterns) -> list[str]:
    """What the verdict rests on, in words: how seldom chance does as much, how steady, how small a group."""
    grounds, stability = exact.grounds, exact.stability
    said = []
    if grounds is not None:
        n = {"n": grounds.n_permutations}
        if exact.verdict == "nothing":
            said.append(chance_sentence(grounds.n_permutations))
        else:
            said.append(_("Votes dealt out by chance, %(n)s times, never or hardly ever varied so much.") % n)
    if grounds is not None and grounds.n_continuum_draws:
        n = {"n": grounds.n_continuum_draws}
        said.append(
            _(
                "Opinions that differ only by degrees, drawn by chance %(n)s times, hardly ever fell apart "
                "so clearly."
            )
            % n
            if exact.verdict == "groups"
            else _(
                "Opinions that differ only by degrees, drawn by chance %(n)s times, often fell apart as "
                "clearly."
            )
            % n
        )
    steadiness = {
        "steady": _("The patterns are steady: other people or other statements give nearly the same."),
        "loose": _("The patterns are loose: with other people or other statements some people change sides."),
        "unsteady": _(
            "The patterns are unsteady: with other people or other statements many change sides. Say little "
            "about who is in which."
        ),
    }
    if stability is not None and stability.steadiness in steadiness:
        said.append(steadiness[stability.steadiness])
    if grounds is not None:
        sizes = [group.n for group in exact.groups] if exact.verdict == "groups" else []
        said.append(unseen_groups_sentence(grounds.smallest_visible_share, sizes))
    return said


def chance_sentence(n_draws: int) -> str:
    """What "nothing" rests on, and what it does not say."""
    return _(
        "Votes dealt out by chance, %(n)s times, varied together as much as these do. That does "
        "not say that people agree: it says that no group of like minds shows."
    ) % {"n": n_draws}


def unseen_groups_sentence(share: float | None, sizes: Sequence[int] = ()) -> str:
    """How small a group could be there unseen; beside groups that are shown, never larger than those."""
    if sizes:
        if share is None or share >= min(sizes) / sum(sizes):
            return _("Further groups, smaller than those shown, could be there without showing.")
        return _(
            "A further group of like minds, smaller than about %(percent)s %% of people, could be there "
            "without showing."
        ) % {"percent": round(100 * share)}
    if share is None:
        return _("With these votes no group of like minds can be ruled out, however large.")
    return _(
        "A group of like minds smaller than about %(percent)s %% of people could be there without showing."
    ) % {"percent": round(100 * share)}


def spectrum_sentence(shown: PatternsPage, said: Callable[[TranslatedText], str]) -> str:
    """What lies at either end of the line, in one sentence; empty where it cannot be told."""
    if shown.verdict != "spectrum" or not shown.low or not shown.high:
        return ""
    ends = [
        (_("agreeing with “%(words)s”") if one.is_agree else _("disagreeing with “%(words)s”"))
        % {"words": said(one.words)}
        for one in (shown.low[0], shown.high[0])
    ]
    return _("Answers spread along a line from %(low)s to %(high)s.") % {"low": ends[0], "high": ends[1]}


def map_of(run: Run) -> OpinionMap:
    """People as dots, each moved a little and drawn in no order, so that none can be picked out."""
    names = [group.name for group in patterns_of(run).exact.groups]
    return shaken_map(_placed(run), names if len(names) > 1 else [], secret=run.public_id)


def map_to_take(run: Run) -> OpinionMap:
    """The map as a file: some of the people only, and small groups drawn as they would be published."""
    found = patterns_of(run)
    names = [group.name for group in found.exact.groups]
    told = () if found.published is None else found.published.groups
    merged: Sequence[Sequence[str]] = [one.made_of for one in told] or [names]
    shown_as = {name: number for number, part in enumerate(merged) for name in part}
    placed = _placed(run)
    placed[:, 2] = [shown_as.get(names[int(group)], 0) for group in placed[:, 2]]
    labels = [one.name for one in told] if len(told) > 1 else []
    return shaken_map(placed, labels, secret=run.public_id, share=TAKEN_SHARE)


def _placed(run: Run) -> NDArray[np.float64]:
    members = RunMember.objects.filter(run=run, x__isnull=False, y__isnull=False, group__isnull=False)
    rows = list(members.order_by("pk").values_list("x", "y", "group"))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def shaken_map(
    placed: NDArray[np.float64], names: Sequence[str], *, secret: str, share: float = 1.0
) -> OpinionMap:
    """The map of rows of x, y and group.

    How people are moved hangs on the server's own key: else the moves could be made again and taken back.
    """
    if not len(placed):
        return opinion_map([], [])
    seed = salted_hmac("throughline.map of votes", secret, algorithm="sha256").digest()
    rng = np.random.default_rng(int.from_bytes(seed))
    order = rng.permutation(len(placed))
    placed = placed[order[: max(1, round(share * len(placed)))]]
    reach = float(np.abs(placed[:, :2]).max()) or 1.0
    at = placed[:, :2] + SHAKEN_SHARE * reach * rng.uniform(-1, 1, size=(len(placed), 2))
    drawn = opinion_map([(x, y) for x, y in at.tolist()], [int(group) for group in placed[:, 2]], names)
    return replace(drawn, n_people=len(order))


def _unplaced(run: Run, rules: Rules) -> Iterator[Unplaced]:
    """Of whom many could not be placed: by role, school and language, where enough took part."""
    members = RunMember.objects.filter(run=run).order_by()
    labels: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("contributor__role", lambda role: str(dict(ContributorRole.choices).get(role, role))),
        ("contributor__school__name", str),
        ("contributor__language", _language),
    )
    for field, said in labels:
        counted = members.values(field).annotate(n=Count("pk"), n_out=Count("pk", filter=Q(x__isnull=True)))
        for row in counted.order_by(field):
            if row[field] and n_shown(row["n"], rules) is not None:
                share = share_label(share_of(row["n_out"], row["n"], rules))
                yield Unplaced(said(row[field]), row["n"], share)


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def changes_sentence(n_stayed: int, n_moved: int, n_came: int, n_left: int) -> str:
    return _(
        "Since the run before: %(stayed)s people stayed in their pattern, %(moved)s moved to another, "
        "%(came)s are new, %(left)s are no longer placed."
    ) % {"stayed": n_stayed, "moved": n_moved, "came": n_came, "left": n_left}


def area_label(area: str) -> str:
    return {
        "agreement": _("Agreement"),
        "rejection": _("Agreement against it"),
        "division": _("Division"),
        "apart": _("Groups differ, not tested"),
        "unsure": _("Many not sure"),
        "mixed": _("Mixed"),
        "few_votes": _("Too few votes to say"),
    }.get(area, "")


def _merged_sentence(names: Sequence[str]) -> str:
    return _("Groups %(names)s are shown together, so that nobody can be recognized.") % {
        "names": ", ".join(names)
    }


def _words(run: Run, public_ids: Sequence[str]) -> dict[str, TranslatedText]:
    """The words of statements that may still be shown."""
    voices = Voice.objects.filter(forum=run.forum, public_id__in=public_ids).select_related("district")
    return {voice.public_id: words_of(voice) for voice in voices if voice.is_usable}


def _sorted(rows: Sequence[StatementRow], sort: str, pair: tuple[str, str] | None) -> Sequence[StatementRow]:
    if pair is not None:
        rows = [replace(row, cells=[cell for cell in row.cells if cell.name in pair]) for row in rows]
        rows = [row for row in rows if len(row.told) > 1]
        sort = "division"
    return sorted(rows, key=lambda row: -float(getattr(row, sort)))


def _full_rows(exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> list[StatementRow]:
    rows = []
    for row in exact.statements:
        if row.voice not in words:
            continue
        cells = []
        for number, group in enumerate(exact.groups):
            counts = [row.agree[number], row.disagree[number], row.not_sure[number]]
            n = sum(counts)
            if n:
                shares = (counts[0] / n, counts[1] / n, counts[2] / n)
                said = (_percent(shares[0]), _percent(shares[1]), _percent(shares[2]))
                cells.append(GroupCell(group.name, n, said, shares))
            else:
                cells.append(GroupCell(group.name, 0))
        rows.append(StatementRow(words[row.voice], cells, row.consensus, row.area))
    return rows


def _percent(share: float) -> str:
    return _("%(percent)s %%") % {"percent": round(100 * share)}


def _full_groups(exact: ExactPatterns, words: Mapping[str, TranslatedText]) -> list[GroupRow]:
    return [
        GroupRow(
            group.name,
            group.n,
            [
                Representative(
                    words[one.voice],
                    one.direction == "agree",
                    one.n,
                    one.n_seen,
                    None if one.share is None else round(100 * one.share),
                    None if one.share_of_rest is None else round(100 * one.share_of_rest),
                )
                for one in of_group
                if one.voice in words
            ],
        )
        for group, of_group in zip(exact.groups, exact.representative, strict=True)
    ]


def _guarded_rows(published: PublishedPatterns, words: Mapping[str, TranslatedText]) -> list[StatementRow]:
    return [
        StatementRow(words[row.voice], [_guarded_cell(cell) for cell in row.groups], row.consensus, row.area)
        for row in published.statements
        if row.voice in words
    ]


def _guarded_cell(cell: PublishedCell) -> GroupCell:
    agree, disagree, unsure = cell.answers
    said = (share_label(agree), share_label(disagree), share_label(unsure))
    shares = None
    if agree.percent is not None and disagree.percent is not None and unsure.percent is not None:
        shares = (agree.percent / 100, disagree.percent / 100, unsure.percent / 100)
    return GroupCell(cell.name, cell.n, said, shares)


def _guarded_groups(published: PublishedPatterns, words: Mapping[str, TranslatedText]) -> list[GroupRow]:
    return [
        GroupRow(
            group.name,
            group.n,
            [
                Representative(words[row.voice], stands.direction == "agree")
                for row in published.statements
                for stands in row.stands_for
                if stands.name == group.name and row.voice in words
            ],
        )
        for group in published.groups
    ]


def _end(end: Sequence[End], words: Mapping[str, TranslatedText]) -> list[Representative]:
    return [Representative(words[one.voice], one.direction == "agree") for one in end if one.voice in words]


def _published_end(
    published: PublishedPatterns, end: WhichEnd, words: Mapping[str, TranslatedText]
) -> list[Representative]:
    return [
        Representative(words[row.voice], one.direction == "agree")
        for row in published.statements
        for one in row.ends
        if one.end == end and row.voice in words
    ]


# --- Two dates ---


@dataclass(frozen=True)
class Change:
    """Percent that agreed on either date, and of how many."""

    words: TranslatedText
    then: int
    n_then: int
    now: int
    n_now: int

    @property
    def difference(self) -> int:
        return self.now - self.then


@dataclass(frozen=True)
class Comparison:
    """Two runs of one forum: who moved, and how the share that agrees has changed on each statement."""

    rows: Sequence[Change]
    moves: Matching | None


def comparison_of(run: Run, earlier: Run) -> Comparison:
    then, now = _agree_percents(earlier), _agree_percents(run)
    words = _words(run, list(now))
    rows = [
        Change(words[voice], *then[voice], *now[voice]) for voice in now if voice in then and voice in words
    ]
    rows.sort(key=lambda row: -abs(row.difference))
    moves = None
    if all(one.exact_patterns.verdict == "groups" for one in (run, earlier)):
        old, new = (
            dict(RunMember.objects.filter(run=one).values_list("contributor_id", "group"))
            for one in (earlier, run)
        )
        people = sorted(set(old) | set(new))
        labels = [
            np.array([-1 if of.get(pk) is None else of[pk] for pk in people], dtype=np.int64)
            for of in (old, new)
        ]
        moves = match_groups(labels[0], labels[1])
    return Comparison(rows, moves)


def _agree_percents(run: Run) -> dict[str, tuple[int, int]]:
    """Share of placed people who agree with each statement, and how many voted on it, where enough did."""
    told = {}
    for row in run.exact_patterns.statements:
        n = sum(row.agree) + sum(row.disagree) + sum(row.not_sure)
        if n >= FEW_VOTES:
            told[row.voice] = round(100 * sum(row.agree) / n), n
    return told


# --- To take along ---


def csv_header() -> list[str]:
    return ["statement", "group", "people", "agree", "disagree", "not_sure", "area", "consensus"]


def csv_rows(shown: PatternsPage, said: Callable[[TranslatedText], str]) -> Iterator[list[str]]:
    for row in shown.rows:
        consensus = "" if row.consensus is None else f"{row.consensus:.4f}"
        for cell in row.cells:
            yield [
                said(row.words),
                cell.name if shown.has_groups else "",
                str(cell.n),
                *cell.said,
                row.area,
                consensus,
            ]
