"""Freshness of the map of a large forum: `python -m benchmarks.opinion_groups_forum`, in a separate home.

A forum is filled, its votes are stored as by the periodic job, and a run with three groups is recorded. Then
votes are added: first one at a time, then by a thread that writes continuously while the map is requested
repeatedly, as by pages, and recomputed each time. Prints milliseconds as one object.
"""

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from benchmarks.harness import percentile

N_PEOPLE = 10_000
N_STATEMENTS = 200
N_EACH = 30
N_GROUPS = 3
N_MORE = 15
N_UNDER_LOAD = 60
N_WRITTEN = 2_000
SECONDS_BETWEEN_VOTES = 0.01


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    from throughline.accounts.actions import create_district
    from throughline.accounts.permissions import Actor
    from throughline.convene.models import Cycle, Forum
    from throughline.listen.actions.bulk import insert_rows
    from throughline.listen.models import Contributor, ContributorRole, Vote
    from throughline.listen.workflows.sample import fill_statements
    from throughline.measure.actions.run import record_run
    from throughline.measure.models import RunKind
    from throughline.measure.models.results import ExactGroup, ExactPatterns, Grounds
    from throughline.measure.queries import current_patterns, current_votes
    from throughline.measure.queries.frozen import frozen_statements
    from throughline.measure.workflows import keep_current_votes
    from throughline.methods import opinion_groups
    from throughline.ui.fields import TranslatedText

    district, _link = create_district(slug="bench", name="Bench", languages=["en"])
    with scope(district=district):
        now = timezone.now()
        cycle = Cycle.objects.create(title=TranslatedText.of("en", "A cycle"), is_public=True)
        forum = Forum.objects.create(
            cycle=cycle,
            kind="statements",
            title=TranslatedText.of("en", "A forum"),
            announced_at=now,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=1),
        )
        texts = [f"This is statement number {number} of the forum." for number in range(N_STATEMENTS)]
        statements = fill_statements(
            Actor.system(district),
            forum,
            statements=texts,
            translations=texts,
            people=[],
            votes=[],
            moments=[],
        )
        people = Contributor.objects.bulk_create(
            [
                Contributor(
                    district=district, forum=forum, token_hash=f"{number:064x}", role=ContributorRole.FAMILY
                )
                for number in range(N_PEOPLE)
            ],
            batch_size=2_000,
        )
        rng = np.random.default_rng(0)
        opinion = rng.uniform(-0.9, 0.9, (3, N_STATEMENTS))
        rows = [
            (
                forum.pk,
                district.pk,
                people[person].pk,
                statements[statement].pk,
                1 if rng.random() < (1 + opinion[person % 3, statement]) / 2 else -1,
                now - timedelta(hours=1),
            )
            for person in range(N_PEOPLE)
            for statement in rng.choice(N_STATEMENTS, N_EACH, replace=False).tolist()
        ]
        columns = ("forum_id", "district_id", "contributor_id", "statement_id", "value", "at")
        with transaction.atomic():
            insert_rows(Vote, columns, rows)
        kept = milliseconds(lambda: keep_current_votes(district))
        record_run(
            Actor.system(district),
            forum,
            kind=RunKind.OPINION_GROUPS,
            method=opinion_groups.METHOD,
            method_version=opinion_groups.VERSION,
            settings={},
            seed=1,
            log_position=Vote.objects.latest("pk").pk,
            input_hash="",
            n_people=N_PEOPLE,
            exact=ExactPatterns(
                verdict="groups",
                n_people=N_PEOPLE,
                n_placed=N_PEOPLE,
                n_votes=len(rows),
                n_statements=N_STATEMENTS,
                grounds=Grounds(N_PEOPLE, 0, 0.0, N_GROUPS - 1, 0, None, None),
                groups=tuple(ExactGroup(name, N_PEOPLE // N_GROUPS, None, None) for name in "ABC"),
            ),
            members=[(person.pk, number % N_GROUPS, 0.0, 0.0) for number, person in enumerate(people)],
            frozen=replace(
                frozen_statements(forum), names=tuple(range(N_GROUPS)), names_used=tuple(range(N_GROUPS))
            ),
        )

        def request_map() -> current_patterns.CurrentPatterns:
            return current_patterns.current_patterns(forum, fresh_seconds=0)

        def vote(number: int) -> None:
            person, statement = people[number % N_PEOPLE], statements[number % N_STATEMENTS]
            Vote.objects.create(
                forum=forum, contributor=person, statement=statement, value=1, at=timezone.now()
            )

        current_patterns._latest.clear()
        current_votes._unpacked.clear()
        restarted = milliseconds(request_map)
        fresh = []
        for number in range(N_MORE):
            vote(number)
            fresh.append(milliseconds(request_map))
            found = request_map()
            assert found.current.n_rows == len(rows) + number + 1
            assert found.n_groups == N_GROUPS
            assert found.matching is not None
            assert sorted(found.name) == list(range(N_GROUPS)), "the groups of the run are found again"

        is_enough = threading.Event()

        def write() -> None:
            """Write votes until the map was requested often enough."""
            with scope(district=district):
                for number in range(N_MORE, N_MORE + N_WRITTEN):
                    if is_enough.wait(SECONDS_BETWEEN_VOTES):
                        break
                    vote(number)
            connection.close()

        writer = threading.Thread(target=write)
        before = Vote.objects.count()
        writer.start()
        began = time.perf_counter()
        try:
            under_load = [milliseconds(request_map) for _ in range(N_UNDER_LOAD)]
        finally:
            seconds = time.perf_counter() - began
            is_still_writing = writer.is_alive()
            is_enough.set()
            writer.join()
        n_written = Vote.objects.count() - before
        assert is_still_writing, "the votes ended before the map was requested often enough"
        assert request_map().current.n_rows == before + n_written
    print(
        json.dumps(
            {
                "fresh": statistics.median(fresh),
                "under_load": statistics.median(under_load),
                "under_load_p95": percentile(under_load, 95),
                "votes_a_second": n_written / seconds,
                "restarted": restarted,
                "kept": kept,
            }
        ),
        file=sys.__stdout__,
    )


if __name__ == "__main__":
    main()
