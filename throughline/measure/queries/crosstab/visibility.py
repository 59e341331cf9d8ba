"""Which saved tables are visible to users who may not read everything.

The difference of two tables of nearly the same people discloses the answers of the few counted in only one.
So one table is visible per pair of questions: the first one saved, until a later one whose people differ from
all shown before by at least the smallest number that may be shown, in total and in each demographic row, and
also without the people of any one unit who came together and for whom nobody vouches.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from throughline.convene.models import Forum
from throughline.listen.queries.burst import BurstsOfForums
from throughline.measure.models import Run, RunKind
from throughline.measure.queries.guard import minimum_n_of

Person = TypeVar("Person", bound=Hashable)
Groups = Mapping[str, frozenset[int]]
EVERYBODY = ""


def visible_tables(forums: Iterable[Forum]) -> list[Run]:
    """The visible table of each pair of questions, the newest first.

    One that was protected with a smaller minimum than that of today is not shown, but has been seen.
    """
    by_id = {forum.pk: forum for forum in forums}
    bursts = BurstsOfForums()
    runs = Run.objects.filter(forum__in=by_id, kind=RunKind.CROSSTAB).select_related("forum", "person")
    shown: defaultdict[frozenset[str], list[tuple[Run, Groups]]] = defaultdict(list)
    for run in runs.order_by("pk"):
        if run.published_table is None or run.exact_table.is_of_people_alone:
            continue
        before = shown[frozenset(side.question for side in (run.frozen_table.row, run.frozen_table.column))]
        groups = _groups_of(run)
        forum = by_id[run.forum_id]
        minimum_n = minimum_n_of(forum.district, [forum])
        units = bursts.units(forum) if before else ()
        if all(is_far_enough(groups, earlier, minimum_n, units) for _run, earlier in before):
            before.append((run, groups))
    newest = [tables[-1][0] for tables in shown.values() if tables]
    to_show = [run for run in newest if _has_minimum(run, by_id[run.forum_id])]
    return sorted(to_show, key=lambda run: -run.pk)


def _has_minimum(run: Run, forum: Forum) -> bool:
    table = run.published_table
    return table is not None and table.minimum_n >= minimum_n_of(forum.district, [forum])


def is_far_enough(
    one: Mapping[str, frozenset[Person]],
    other: Mapping[str, frozenset[Person]],
    minimum_n: int,
    units: Iterable[frozenset[Person]] = (),
) -> bool:
    """Whether two tables or runs differ by enough people that no single answer can be inferred from both."""
    nobody: frozenset[Person] = frozenset()
    between = [one.get(name, nobody) ^ other.get(name, nobody) for name in one.keys() | other.keys()]
    return all(
        len((one[EVERYBODY] ^ other[EVERYBODY]) - unit) >= minimum_n
        and all(len(people - unit) >= minimum_n for people in between if people)
        for unit in (nobody, *units)
    )


def _groups_of(run: Run) -> Groups:
    """The people who answered both questions; also those in each row, if rows are published as shares."""
    row, column = run.frozen_table.row.answers, run.frozen_table.column.answers
    both = row.keys() & column.keys()
    groups: dict[str, frozenset[int]] = {EVERYBODY: frozenset(both)}
    table = run.published_table
    if table is not None and any(one.shares is not None for one in table.rows):
        in_row: defaultdict[str, set[int]] = defaultdict(set)
        for pk in both:
            for key in row[pk]:
                in_row[key].add(pk)
        groups |= {key: frozenset(people) for key, people in in_row.items()}
    return groups
