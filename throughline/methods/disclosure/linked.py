"""Hide counts in linked tables, given everything that was released before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from throughline.methods.disclosure.attacker import FittingTables
from throughline.methods.disclosure.audits import Audit, audit
from throughline.methods.disclosure.choice import EFFORT, PRICE_OF_A_WHOLE, PRICE_OF_SIZE, Choice
from throughline.methods.disclosure.errors import CannotBeProtectedError, DisclosureError
from throughline.methods.disclosure.hiding import choose_hidden
from throughline.methods.disclosure.history import check_release
from throughline.methods.disclosure.knowledge import Fact, Knowledge, gather
from throughline.methods.disclosure.publication import Publication
from throughline.methods.disclosure.rule import Rule
from throughline.methods.disclosure.tables import TableSet


@dataclass(frozen=True)
class ProtectedTables:
    """Linked tables, ready to be published.

    Attributes
    ----------
    publication : Publication
        What may be published.
    audit : Audit
        Of the published numbers alone, taken afterwards.
    small : tuple of str
        Keys hidden because their count is small.
    secondary : tuple of str
        Keys hidden so that the small ones cannot be inferred.
    """

    publication: Publication
    audit: Audit
    small: tuple[str, ...]
    secondary: tuple[str, ...]


def protect_tables(
    tables: TableSet,
    rule: Rule,
    *,
    name: str = "",
    earlier: Sequence[Publication] = (),
    grows: bool = True,
    effort: int = EFFORT,
) -> ProtectedTables:
    """Hide as few counts of linked tables as possible so that no small one can be inferred.

    Nothing is merged: pass tables that are merged already (`protect_counts` and `protect_table` merge).

    Parameters
    ----------
    tables : TableSet
        What is to be published together.
    rule : Rule
        What counts as small, and how wide intervals must stay.
    name : str
        Name of the publication in verdicts.
    earlier : sequence of Publication
        Everything released before about these people or earlier sets of them, the oldest first.
    grows : bool
        As in `check_release`.
    effort : int
        Steps of the simplex algorithm spent on looking for fewer hidden counts; a bound on the work, not on
        the time, so that the same tables always give the same answer.

    Returns
    -------
    ProtectedTables
        What may be published, audited: each hidden count keeps an interval of at least ``rule.protection``
        by itself and together with all earlier publications, and no sum of hidden counts of one relation that
        can be inferred is small.

    Raises
    ------
    CannotBeProtectedError
        A small count could be inferred whatever is hidden.
    DisclosureError
        Earlier publications contradict these tables.
    """
    forced: set[str] = set()
    while True:
        publication, small = _hide(tables, rule, name, earlier, forced, grows=grows, effort=effort)
        checked = audit(publication, rule)
        wanted = {one.key for one in checked.too_narrow}.union(checked.small_shown)
        if earlier:
            verdict = check_release(publication, earlier, rule, grows=grows)
            if not verdict.is_consistent:
                raise DisclosureError("Earlier publications contradict these tables.")
            wanted |= {leak.key for leak in verdict.leaks}
        if not wanted:
            hidden = set(publication.hidden)
            return ProtectedTables(
                publication, checked, tuple(sorted(small)), tuple(sorted(hidden.difference(small)))
            )
        more = wanted.intersection(publication.shown).difference(tables.always_shown)
        if not more:
            more = _neighbors(wanted, tables, publication)
        if not more:
            raise CannotBeProtectedError("Whatever is hidden, a small count could be worked out.")
        forced |= more


def _neighbors(wanted: set[str], tables: TableSet, publication: Publication) -> set[str]:
    """Find, for each count that is still too narrow, the smallest shown count that shares a sum with it."""
    found: set[str] = set()
    for key in wanted:
        candidates = {
            other
            for whole, parts in tables.relations
            if key == whole or key in parts
            for other in (whole, *parts)
            if other in publication.shown and other not in tables.always_shown and tables.counts[other] > 0
        }
        if candidates:
            found.add(min(candidates, key=lambda other: (tables.counts[other], other)))
    return found


def _hide(
    tables: TableSet,
    rule: Rule,
    name: str,
    earlier: Sequence[Publication],
    forced: set[str],
    *,
    grows: bool,
    effort: int,
) -> tuple[Publication, set[str]]:
    """Choose what to hide, of the tables and of `forced` keys; return the publication and the small keys."""
    truth = Publication(
        name, dict(tables.counts), relations=tables.relations, merged=tables.merged, people=tables.people
    )
    known = gather([*earlier, truth], grows=grows)
    released = {(one.people, key) for one in earlier for key in one.shown}
    chosen = choose_hidden(_choice(tables, rule, known, released, forced, effort))
    small = {
        key
        for key, n in tables.counts.items()
        if rule.is_small(n) and key not in tables.always_shown and (tables.people, key) not in released
    }
    hidden = tuple(
        key
        for (people, key), is_hidden in zip(known.facts, chosen.is_hidden, strict=False)
        if is_hidden and people == tables.people and key in tables.counts
    )
    unseen = set(hidden)
    publication = Publication(
        name,
        {key: n for key, n in tables.counts.items() if key not in unseen},
        hidden=hidden,
        relations=tables.relations,
        merged=tables.merged,
        smallest_hidden=rule.smallest_hidden,
        people=tables.people,
    )
    return publication, small


def _choice(
    tables: TableSet,
    rule: Rule,
    known: Knowledge,
    released: set[Fact],
    forced: set[str],
    effort: int,
) -> Choice:
    """Set up the problem, given everything known."""
    steps = known.steps()
    counts, equations = _one_fitting_table(known, steps)
    n_cells, n_facts = len(counts), len(known.facts)
    must, may = np.zeros(n_cells, dtype=bool), np.zeros(n_cells, dtype=bool)
    price, width = np.ones(n_cells), np.zeros(n_cells)
    least = np.concatenate([known.low, np.full(len(steps), 0.0 if known.grows else -np.inf)])
    most = np.concatenate([known.high, np.full(len(steps), np.inf)])
    price_of = _prices(tables, float(counts[:n_facts].max(initial=0.0)))
    for fact, (people, key) in enumerate(known.facts):
        if people != tables.people or key not in tables.counts:
            must[fact] = known.low[fact] < known.high[fact]
            width[fact] = rule.protection if known.is_hidden[fact] else 0.0
            continue
        n = tables.counts[key]
        is_small = rule.is_small(n)
        if (people, key) in released or key in tables.always_shown:
            if is_small and (people, key) not in released:
                raise CannotBeProtectedError(f"A small count would always be shown: {key}.")
            continue
        least[fact], most[fact] = rule.smallest_hidden, np.inf
        may[fact] = n >= rule.smallest_hidden
        must[fact] = may[fact] and (is_small or key in forced or bool(known.is_hidden[fact]))
        width[fact] = rule.protection
        price[fact] = price_of[key]
    # People who joined between two releases: never published, but known where both counts are.
    must[n_facts:] = True
    width[n_facts:] = [rule.protection if rule.is_small(round(abs(n))) else 0.0 for n in counts[n_facts:]]
    return Choice(
        counts=counts,
        equations=equations,
        least=least,
        most=most,
        must_hide=must,
        may_hide=may,
        price=price,
        width=width,
        sums=_sums(tables, {fact: i for i, fact in enumerate(known.facts)}, must, may, rule),
        effort=effort,
    )


def _prices(tables: TableSet, largest: float) -> dict[str, float]:
    """Price of hiding each count: totals cost more than cells, large counts a little more than small ones."""
    wholes = {whole for whole, _ in tables.relations}
    top = max(1.0, largest)
    return {
        key: (PRICE_OF_A_WHOLE if key in wholes else 1.0) + PRICE_OF_SIZE * n / top
        for key, n in tables.counts.items()
    }


def _one_fitting_table(
    known: Knowledge, steps: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.float64], sparse.csr_array]:
    """Return counts consistent with everything known, followed by the changes of `steps`, and all equations.

    True counts where they are known, which is all of them if nothing was released before.
    """
    n_facts, n_steps = len(known.facts), len(steps)
    rows = [row for row in range(n_steps) for _ in range(3)]
    cells = [cell for row, (one, other) in enumerate(steps) for cell in (one, other, n_facts + row)]
    change = sparse.csr_array(
        (np.tile([-1.0, 1.0, -1.0], n_steps), (rows, cells)), shape=(n_steps, n_facts + n_steps)
    )
    nothing = sparse.csr_array((known.equations.shape[0], n_steps))
    equations = sparse.csr_array(
        sparse.vstack([sparse.hstack([known.equations, nothing]), change], format="csr")
    )
    if np.all(known.low == known.high):
        changes = [known.low[other] - known.low[one] for one, other in steps]
        return np.concatenate([known.low, changes]), equations
    found = FittingTables(
        np.concatenate([known.low, np.full(n_steps, 0.0 if known.grows else -np.inf)]),
        np.concatenate([known.high, np.full(n_steps, np.inf)]),
        equations,
    ).farthest(np.zeros(n_facts + n_steps))
    if found is None:
        raise DisclosureError("Earlier publications contradict these tables.")
    return found, equations


def _sums(
    tables: TableSet,
    number: Mapping[tuple[str, str], int],
    must: NDArray[np.bool_],
    may: NDArray[np.bool_],
    rule: Rule,
) -> tuple[tuple[NDArray[np.int64], NDArray[np.float64], float], ...]:
    """Require that the hidden parts of a sum with small parts are not small together, or hide its whole."""
    sums = []
    for whole, parts in tables.relations:
        if not any(rule.is_small(tables.counts[part]) for part in parts):
            continue
        keys = [key for key in parts if tables.counts[key] > 0]
        weights = [float(min(tables.counts[key], rule.minimum_n)) for key in keys]
        cells = np.array([number[tables.people, key] for key in (*keys, whole)])
        open_ = must[cells] | may[cells]
        sums.append((cells[open_], np.array([*weights, float(rule.minimum_n)])[open_], float(rule.minimum_n)))
    return tuple(sums)
