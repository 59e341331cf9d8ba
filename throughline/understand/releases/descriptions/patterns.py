"""Opinion patterns as text and tables."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.published import (
    PublishedPatterns,
    PublishedStatement,
    chance_sentence,
    share_label,
    unseen_groups_sentence,
)
from throughline.understand.releases.descriptions.parts import (
    DescribedTable,
    GroupOnMap,
    Section,
    SentencesAndTables,
    answer_labels,
    no_longer_shown,
)


def describe_patterns(patterns: PublishedPatterns) -> SentencesAndTables:
    groups = patterns.groups
    sentences = [*_verdict_sentences(patterns), *_unseen_sentences(patterns), *_unplaced_sentences(patterns)]
    sentences += [
        _("Groups %(names)s are combined to protect privacy.") % {"names": ", ".join(group.made_of)}
        for group in groups
        if len(group.made_of) > 1
    ]
    if patterns.n_left_out:
        sentences.append(
            ngettext(
                "%(n)s statement is not included here. Together with other numbers, it would reveal the "
                "votes of a very small number of people.",
                "%(n)s statements are not included here. Together with other numbers, they would reveal "
                "the votes of a very small number of people.",
                patterns.n_left_out,
            )
            % {"n": patterns.n_left_out}
        )
    return sentences, _tables(patterns)


def _tables(patterns: PublishedPatterns) -> list[DescribedTable]:
    """A table of the groups, and one of how each voted on each statement."""
    has_groups = _has_groups(patterns)
    names = {group.name: group.name if has_groups else _("All") for group in patterns.groups}
    caption = _("Groups of people who voted alike") if has_groups else _("People compared")
    groups = [[names[group.name], str(group.n)] for group in patterns.groups]
    tables = [DescribedTable(caption, [_("Group"), _("People")], groups)]
    rows = []
    for statement in patterns.statements:
        for cell in statement.groups:
            shares = [share_label(share) for share in cell.answers]
            name = names.get(cell.name, cell.name)
            rows.append([_statement_text(statement), name, str(cell.n), *shares])
    if rows:
        header = [_("Statement"), _("Group"), _("People"), *answer_labels().values()]
        title = _("How each group voted") if has_groups else _("How people voted")
        tables.append(DescribedTable(title, header, rows))
    return tables


def _statement_text(statement: PublishedStatement) -> str:
    return str(statement.words or no_longer_shown())


def _has_groups(patterns: PublishedPatterns) -> bool:
    return patterns.verdict in ("groups", "imported")


def shared_section(patterns: PublishedPatterns) -> Section:
    """Statements on which every group agrees, or every group disagrees."""
    forms = {"agreement": _("Agree: “%(words)s”"), "rejection": _("Disagree: “%(words)s”")}
    held = [
        forms[row.area] % {"words": _statement_text(row)} for row in patterns.statements if row.area in forms
    ]
    heading = _("What all groups agree on") if _has_groups(patterns) else _("What most people agree on")
    return Section(heading, held or [_("The votes don't show clear agreement on any statement.")])


def difference_sections(patterns: PublishedPatterns) -> list[Section]:
    """What distinguishes each group; empty if there is only one."""
    groups = patterns.groups
    if not _has_groups(patterns) or len(groups) < 2:
        return []
    more = {
        "agree": _("Agrees more than other groups: “%(words)s”"),
        "disagree": _("Disagrees more than other groups: “%(words)s”"),
    }
    sections = []
    for group in groups:
        sentences = [
            more[described.direction] % {"words": _statement_text(row)}
            for row in patterns.statements
            for described in row.stands_for
            if described.name == group.name
        ]
        heading = ngettext(
            "How group %(name)s is different (%(n)s person)",
            "How group %(name)s is different (%(n)s people)",
            group.n,
        ) % {"name": group.name, "n": group.n}
        sections.append(
            Section(
                heading,
                sentences or [_("None of the results that can be published clearly sets this group apart.")],
            )
        )
    return sections


def groups_on_map(patterns: PublishedPatterns) -> list[GroupOnMap]:
    placed = [GroupOnMap(group.name, group.n, *group.at) for group in patterns.groups if group.at is not None]
    return placed if len(placed) > 1 and len(placed) == len(patterns.groups) else []


def _unseen_sentences(patterns: PublishedPatterns) -> list[str]:
    """Where no groups were found: the number of random draws, and how small an undetected group could be."""
    grounds, verdict = patterns.grounds, patterns.verdict
    if grounds is None or verdict not in ("nothing", "spectrum"):
        return []
    sentences = [chance_sentence(grounds.n_draws)] if verdict == "nothing" else []
    percent = grounds.smallest_visible_percent
    return [*sentences, unseen_groups_sentence(None if percent is None else percent / 100)]


def _unplaced_sentences(patterns: PublishedPatterns) -> list[str]:
    n = patterns.n_unplaced
    if n is None:
        few = _(
            "Not compared because they voted on too few statements: fewer than %(minimum)s people, or none."
        )
        return [few % {"minimum": patterns.minimum_n}]
    return [
        ngettext(
            "Not compared because they voted on too few statements: %(n)s person.",
            "Not compared because they voted on too few statements: %(n)s people.",
            n,
        )
        % {"n": n}
    ]


def _verdict_sentences(patterns: PublishedPatterns) -> list[str]:
    verdict, n_groups = patterns.verdict, len(patterns.groups)
    if verdict == "imported":
        return [
            ngettext(
                "%(n)s group as published by Polis, not tested here.",
                "%(n)s groups as published by Polis, not tested here.",
                n_groups,
            )
            % {"n": n_groups}
        ]
    if verdict == "nothing":
        return [_("The votes show no pattern beyond random chance.")]
    if verdict == "spectrum":
        ends = _end_phrases(patterns.statements)
        if len(ends) < 2:
            return [_("Opinions range along a line and don't form separate groups.")]
        return [
            _("Opinions range along a line from %(low)s to %(high)s.")
            % {"low": ends["low"], "high": ends["high"]}
        ]
    sentences = [
        ngettext(
            "The votes don't form opinion groups that can be shown.",
            "The votes form %(n)s opinion groups.",
            n_groups,
        )
        % {"n": n_groups}
    ]
    if n_groups > 1 and patterns.steadiness in ("loose", "unsteady"):
        sentences.append(
            _("With other people or other statements, some people would be in a different group.")
        )
    return sentences


def _end_phrases(statements: Sequence[PublishedStatement]) -> dict[str, str]:
    """Describe each end of the spectrum by its first statement."""
    phrases: dict[str, str] = {}
    for statement in statements:
        for one in statement.ends:
            form = (
                _("agreeing with “%(words)s”")
                if one.direction == "agree"
                else _("disagreeing with “%(words)s”")
            )
            phrases.setdefault(one.end, form % {"words": _statement_text(statement)})
    return phrases
