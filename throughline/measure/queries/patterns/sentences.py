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
                _(
                    "Patterns this strong never or almost never appeared when we shuffled the votes at "
                    "random %(n)s times (permutation test)."
                )
                % n
            )
    if grounds is not None and grounds.n_continuum_draws:
        n = {"n": grounds.n_continuum_draws}
        sentences.append(
            _(
                "Groups this distinct almost never appeared in %(n)s simulations of opinions that vary "
                "gradually, without groups."
            )
            % n
            if exact.verdict == "groups"
            else _(
                "Groups this distinct often appeared in %(n)s simulations of opinions that vary gradually, "
                "without groups."
            )
            % n
        )
    steadiness = {
        "steady": _(
            "The groups are stable: with other samples of people or statements, they stay nearly the same."
        ),
        "loose": _(
            "The groups are somewhat stable: with other samples of people or statements, some people "
            "change groups."
        ),
        "unsteady": _(
            "The groups are unstable: with other samples of people or statements, many people change "
            "groups. Be careful about saying who is in which group."
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
        "We shuffled the votes at random %(n)s times, and the shuffled votes looked just as "
        "patterned. This does not mean that people agree. It means that we found no groups of "
        "people who think alike."
    ) % {"n": n_draws}


def unseen_groups_sentence(share: float | None, sizes: Sequence[int] = ()) -> str:
    """How large an undetected group could be; with `sizes` of shown groups, never larger than those."""
    if sizes:
        if share is None or share >= min(sizes) / sum(sizes):
            return _(
                "There could be other groups, smaller than those shown, that this analysis can't detect."
            )
        return _(
            "There could be another group of people who think alike that this analysis can't detect, "
            "if it has less than about %(percent)s%% of people."
        ) % {"percent": round(100 * share)}
    if share is None:
        return _(
            "With these votes, we can't rule out a group of people who think alike, no matter how large."
        )
    return _(
        "There could be a group of people who think alike that this analysis can't detect, if it "
        "has less than about %(percent)s%% of people."
    ) % {"percent": round(100 * share)}


def changes_sentence(n_stayed: int, n_moved: int, n_came: int, n_left: int) -> str:
    return _(
        "Since the last analysis, %(stayed)s people stayed in their group, %(moved)s moved to "
        "another group, %(came)s are new and %(left)s are no longer in a group."
    ) % {"stayed": n_stayed, "moved": n_moved, "came": n_came, "left": n_left}


def area_label(area: str) -> str:
    return {
        "agreement": _("Agreement"),
        "rejection": _("Shared disagreement"),
        "division": _("Division"),
        "apart": _("Groups differ (not tested)"),
        "unsure": _("Many not sure"),
        "mixed": _("Mixed"),
        "few_votes": _("Too few votes to tell"),
    }.get(area, "")


def merged_groups_sentence(names: Sequence[str]) -> str:
    return _("Groups %(names)s are combined to protect privacy.") % {"names": ", ".join(names)}
