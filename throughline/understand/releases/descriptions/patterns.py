"""Opinion patterns as text and tables."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.measure.published import (
    PublishedGroup,
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
    mirrored = {id(row): names for row in patterns.statements if (names := _mirrored(row, patterns))}
    sections = [_mirrored_section(patterns, mirrored)] if mirrored else []
    for group in groups:
        rows = [row for row in patterns.statements if id(row) not in mirrored]
        sentences = _difference_sentences(group, rows)
        if not sentences and mirrored:
            continue
        nothing = _("None of the results that can be published clearly sets this group apart.")
        sections.append(Section(_difference_heading(group), sentences or [nothing]))
    return sections


def _mirrored(row: PublishedStatement, patterns: PublishedPatterns) -> tuple[str, str] | None:
    """Of two groups, the one that agrees more with a statement and the one that disagrees more, if any."""
    stands = {stand.direction: stand.name for stand in row.stands_for}
    is_of_both = len(patterns.groups) == len(row.stands_for) == len(stands) == 2
    return (stands["agree"], stands["disagree"]) if is_of_both else None


def _mirrored_section(patterns: PublishedPatterns, mirrored: Mapping[int, tuple[str, str]]) -> Section:
    """Both sides in one list, where two groups mirror each other."""
    one, other = (_group_label(group) for group in patterns.groups)
    sentence = _("Group %(agree)s agrees more, group %(disagree)s disagrees more: “%(words)s”")
    sentences = []
    for row in patterns.statements:
        if names := mirrored.get(id(row)):
            values = {"agree": names[0], "disagree": names[1], "words": _statement_text(row)}
            sentences.append(sentence % values)
    return Section(_("How groups %(one)s and %(other)s differ") % {"one": one, "other": other}, sentences)


def _group_label(group: PublishedGroup) -> str:
    label = ngettext("%(name)s (%(n)s person)", "%(name)s (%(n)s people)", group.n)
    return label % {"name": group.name, "n": group.n}


def _difference_sentences(group: PublishedGroup, rows: Sequence[PublishedStatement]) -> list[str]:
    more = {
        "agree": _("Agrees more than other groups: “%(words)s”"),
        "disagree": _("Disagrees more than other groups: “%(words)s”"),
    }
    return [
        more[described.direction] % {"words": _statement_text(row)}
        for row in rows
        for described in row.stands_for
        if described.name == group.name
    ]


def _difference_heading(group: PublishedGroup) -> str:
    return ngettext(
        "How group %(name)s is different (%(n)s person)",
        "How group %(name)s is different (%(n)s people)",
        group.n,
    ) % {"name": group.name, "n": group.n}


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
