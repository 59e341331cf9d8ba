"""Attribution of quotes, never to a group smaller than the minimum."""

from collections.abc import Mapping, Sequence

from throughline.methods.disclosure.rule import Rule


def quote_attribution(descriptions: Sequence[tuple[str, int]], rule: Rule) -> str | None:
    """Choose the most specific description of a quote's author that enough people share.

    Parameters
    ----------
    descriptions : sequence of (str, int)
        From the most specific to the widest ("a parent at Alder", "a parent", "a member of the community"),
        each with the number of participants it describes. A more specific one must describe a subset of those
        the wider one does.
    rule : Rule
        What counts as small.

    Returns
    -------
    str or None
        The first that describes at least ``rule.minimum_n`` people and leaves at least as many, or nobody, of
        the next wider one outside: quotes of "a parent" next to "a parent at Alder" must not identify the few
        others. None if there is none: the quote must be published without a description.
    """
    for k, (description, n) in enumerate(descriptions):
        wider = descriptions[k + 1][1] if k + 1 < len(descriptions) else n
        if n >= rule.minimum_n and not 0 < wider - n < rule.minimum_n:
            return description
    return None


def attributable_groups(counts: Mapping[str, int], n_people: int, rule: Rule) -> frozenset[str]:
    """Choose the groups to which quotes may be attributed, so that an unattributed quote identifies nobody.

    Parameters
    ----------
    counts : mapping of str to int
        Participants of each group; groups do not overlap.
    n_people : int
        All participants, including those of no group.
    rule : Rule
        What counts as small.

    Returns
    -------
    frozenset of str
        Groups of at least ``rule.minimum_n`` people, such that the people not named are none or at least as
        many: otherwise the smallest groups are left out too.
    """
    named = sorted(
        (name for name, n in counts.items() if n >= rule.minimum_n), key=lambda name: -counts[name]
    )
    n_others = n_people - sum(counts[name] for name in named)
    while named and 0 < n_others < rule.minimum_n:
        n_others += counts[named.pop()]
    return frozenset(named)
