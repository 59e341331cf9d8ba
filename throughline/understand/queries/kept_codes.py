"""Codes as users without access to raw voices see them: kept numbers, which move in steps."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Count, Max, Sum
from numpy.typing import NDArray

from throughline.convene.models import Cycle
from throughline.listen.models import Burst, BurstState
from throughline.listen.queries.burst import Units
from throughline.measure.models import KeptView
from throughline.measure.models.results import KeptCode, KeptCodes, Rules, from_stored
from throughline.measure.queries.guard import rules_of
from throughline.measure.queries.kept_views.columns import Column
from throughline.measure.queries.kept_views.steps import are_enough, changed_people, moves_of_many
from throughline.understand.models import Code
from throughline.understand.queries.codes import texts_of, texts_read_of
from throughline.understand.queries.participants import counted_codings_of

TEXTS, READ = "texts", "read"

Amounts = Mapping[str, Mapping[int, str]]
"""By column, how many texts each person has: texts, texts read, and texts with each code, by its id.

People are row numbers of contributors; a text of an unknown writer is a person by itself, as minus its own.
"""


@dataclass(frozen=True)
class ShownCode:
    """A code and its numbers; None where they are too few to be shown.

    `n_people` counts people and texts of unknown writers together: one of the two alone may be small, and may
    move by one.
    """

    code: Code
    n_texts: int | None = None
    n_people: int | None = None


@dataclass(frozen=True)
class CodesInSight:
    """`n_texts` and `n_read` are None while too few people have written to show anything."""

    rows: Sequence[ShownCode]
    n_texts: int | None
    n_read: int | None
    counted_at: datetime | None
    minimum_n: int


def codes_in_view(cycle: Cycle, view: KeptView | None) -> CodesInSight:
    codes = list(Code.objects.filter(cycle=cycle).order_by("pk"))
    minimum_n = rules_of(cycle.district, cycle.forums.all()).minimum_n
    if view is None or view.n_people < minimum_n:
        return CodesInSight([ShownCode(code) for code in codes], None, None, None, minimum_n)
    kept = from_stored(view.content, KeptCodes)
    numbers = {one.code: one for one in kept.codes if _is_shown(one, minimum_n)}
    rows = [
        ShownCode(code, one.n_texts, _n_together(one))
        if (one := numbers.get(code.public_id))
        else ShownCode(code)
        for code in codes
    ]
    # The order of codes that are not shown must not tell how many texts they have.
    rows.sort(key=lambda row: -(row.n_texts or 0))
    return CodesInSight(rows, kept.n_texts, kept.n_read, view.computed_at, minimum_n)


def _is_shown(kept: KeptCode, minimum_n: int) -> bool:
    """Whether a code's people are enough by the rules of today, which may be stricter than they were."""
    return kept.n_people is not None and _n_together(kept) >= minimum_n


def _n_together(kept: KeptCode) -> int:
    return (kept.n_people or 0) + (kept.n_unsigned or 0)


def state_of_codes(cycle: Cycle) -> tuple[int, ...]:
    """Numbers that tell whether counting anew may change anything.

    Texts, texts read, codings and the last of them, and the people for whom somebody vouched.
    """
    codings = counted_codings_of(cycle).aggregate(n=Count("pk"), last=Max("pk"))
    vouched = Burst.objects.filter(forum__cycle=cycle, state=BurstState.COUNTED)
    n_vouched = vouched.aggregate(n=Sum("n_people"))["n"]
    n_texts, n_read = texts_of(cycle).count(), texts_read_of(cycle).count()
    return n_texts, n_read, codings["n"], codings["last"] or 0, n_vouched or 0


def live_amounts(cycle: Cycle) -> Amounts:
    writers = {pk: contributor or -pk for pk, contributor in texts_of(cycle).values_list("pk", "contributor")}
    read = texts_read_of(cycle).values_list("pk", flat=True)
    with_code: dict[str, set[int]] = {
        code: set() for code in Code.objects.filter(cycle=cycle).values_list("public_id", flat=True)
    }
    codings = counted_codings_of(cycle)
    for code, voice in codings.values_list("code__public_id", "voice").distinct():
        with_code[code].add(voice)
    columns = {TEXTS: _amounts(writers, writers), READ: _amounts(writers, read)}
    return columns | {code: _amounts(writers, voices) for code, voices in with_code.items()}


def _amounts(writers: Mapping[int, int], voices: Iterable[int]) -> dict[int, str]:
    counts = Counter(writers[pk] for pk in voices if pk in writers)
    return {person: str(n) for person, n in counts.items()}


def next_amounts(shown: Mapping[str, Column], live: Amounts, rules: Rules, units: Units) -> Amounts | None:
    """Count as many people anew as may be; None while they are too few.

    Each shown number goes up by the texts of nobody or of enough people, and down likewise; the people of one
    of the `units`, for whom nobody vouches, hide nobody. Codes of too few
    people are not shown, so that theirs may move freely.
    """
    if not shown:
        return live if are_enough(live[TEXTS], rules, units) else None
    before: Amounts = {name: shown[name].value_of if name in shown else {} for name in live}
    changed = {name: changed_people(before[name], live[name]) for name in live}
    people = sorted(set().union(*changed.values()))
    place = {person: number for number, person in enumerate(people)}
    watched = [name for name in live if name in (TEXTS, READ) or are_enough(before[name], rules, units)]
    person: list[int] = []
    move: list[int] = []
    for number, name in enumerate(watched):
        for one in changed[name]:
            is_more = int(live[name].get(one, "0")) > int(before[name].get(one, "0"))
            person.append(place[one])
            move.append(2 * number + is_more)
    may_move = moves_of_many(person, move, people, rules, units)
    if not are_enough({one: "" for one in people if may_move[place[one]]}, rules, units):
        return None
    return {name: _moved(before[name], live[name], changed[name], place, may_move) for name in live}


def _moved(
    before: Mapping[int, str],
    live: Mapping[int, str],
    changed: Sequence[int],
    place: Mapping[int, int],
    may_move: NDArray[np.bool_],
) -> dict[int, str]:
    amounts = dict(before)
    for person in changed:
        if may_move[place[person]]:
            if person in live:
                amounts[person] = live[person]
            else:
                amounts.pop(person, None)
    return amounts


def kept_codes(amounts: Amounts, rules: Rules, units: Units) -> KeptCodes:
    return KeptCodes(
        minimum_n=rules.minimum_n,
        n_texts=_sum(amounts[TEXTS]),
        n_read=_sum(amounts[READ]),
        codes=tuple(
            _kept_code(name, of_code, rules, units)
            for name, of_code in amounts.items()
            if name not in (TEXTS, READ)
        ),
    )


def _kept_code(public_id: str, amounts: Mapping[int, str], rules: Rules, units: Units) -> KeptCode:
    if not are_enough(amounts, rules, units):
        return KeptCode(public_id, None, None, None)
    n_unsigned = sum(person < 0 for person in amounts)
    return KeptCode(public_id, _sum(amounts), len(amounts) - n_unsigned, n_unsigned)


def _sum(amounts: Mapping[int, str]) -> int:
    return sum(int(n) for n in amounts.values())


def columns_of_amounts(amounts: Amounts) -> dict[str, Column]:
    return {name: Column(values, {}) for name, values in amounts.items()}
