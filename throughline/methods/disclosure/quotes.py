"""Under whose name a quote may stand: never a group smaller than the minimum."""

from collections.abc import Sequence

from throughline.methods.disclosure.rule import Rule


def quote_attribution(descriptions: Sequence[tuple[str, int]], rule: Rule) -> str | None:
    """Choose the closest description of a quote's author that enough people share.

    Parameters
    ----------
    descriptions : sequence of (str, int)
        From the closest to the widest ("a parent at Alder", "a parent", "a member of the community"), each
        with how many people took part whom it describes. A closer one must describe some of those the wider
        one does.
    rule : Rule
        What counts as small.

    Returns
    -------
    str or None
        The first that describes at least ``rule.minimum_n`` people and leaves at least as many, or nobody, of
        the next wider one outside: quotes of "a parent" beside "a parent at Alder" must not point at the
        few others. None if there is none: the quote may not be published with any.
    """
    for k, (description, n) in enumerate(descriptions):
        wider = descriptions[k + 1][1] if k + 1 < len(descriptions) else n
        if n >= rule.minimum_n and not 0 < wider - n < rule.minimum_n:
            return description
    return None
