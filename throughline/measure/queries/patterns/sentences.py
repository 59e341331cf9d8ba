"""Sentences about patterns of votes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from throughline.measure.models.results import ExactPatterns


def grounds_sentences(exact: ExactPatterns) -> list[str]:
    """The evidence for the verdict: significance, stability, and the smallest group it could detect."""
    grounds, stability = exact.grounds, exact.stability
    sentences = []
    if grounds is not None:
        n = {"n": grounds.n_permutations}
        if exact.verdict == "nothing":
            sentences.append(chance_sentence(grounds.n_permutations))
        else:
            sentences.append(
                _("Votes dealt out by chance, %(n)s times, never or hardly ever varied so much.") % n
            )
    if grounds is not None and grounds.n_continuum_draws:
        n = {"n": grounds.n_continuum_draws}
        sentences.append(
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
        sentences.append(steadiness[stability.steadiness])
    if grounds is not None:
        sizes = [group.n for group in exact.groups] if exact.verdict == "groups" else []
        sentences.append(unseen_groups_sentence(grounds.smallest_visible_share, sizes))
    return sentences


def chance_sentence(n_draws: int) -> str:
    """The evidence for the verdict "nothing", and what it does not imply."""
    return _(
        "Votes dealt out by chance, %(n)s times, varied together as much as these do. That does "
        "not say that people agree: it says that no group of like minds shows."
    ) % {"n": n_draws}


def unseen_groups_sentence(share: float | None, sizes: Sequence[int] = ()) -> str:
    """How large an undetected group could be; with `sizes` of shown groups, never larger than those."""
    if sizes:
        if share is None or share >= min(sizes) / sum(sizes):
            return _("Further groups, smaller than those shown, could be there without showing.")
        return _(
            "A further group of like minds, smaller than about %(percent)s%% of people, could be there "
            "without showing."
        ) % {"percent": round(100 * share)}
    if share is None:
        return _("With these votes no group of like minds can be ruled out, however large.")
    return _(
        "A group of like minds smaller than about %(percent)s%% of people could be there without showing."
    ) % {"percent": round(100 * share)}


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


def merged_groups_sentence(names: Sequence[str]) -> str:
    return _("Groups %(names)s are combined to protect privacy.") % {"names": ", ".join(names)}
