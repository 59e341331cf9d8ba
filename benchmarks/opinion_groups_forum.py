"""How fresh the map of a large forum is: `python -m benchmarks.opinion_groups_forum`, in a home of its own.

A forum is filled, its votes are kept as the timed job keeps them, and then votes come in one at a time; after
each the map is asked for, as a page would, and computed anew. Prints milliseconds as one object.
"""

import json
import sys
import time
from datetime import timedelta

import numpy as np

N_PEOPLE = 10_000
N_STATEMENTS = 200
N_EACH = 30
N_MORE = 15


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    from throughline.accounts.actions import create_district
    from throughline.accounts.permissions import Actor
    from throughline.convene.models import Cycle, Forum
    from throughline.listen.actions.bulk import insert_rows
    from throughline.listen.models import Contributor, ContributorRole, Vote
    from throughline.listen.workflows.sample import fill_statements
    from throughline.ui.fields import TranslatedText
    from throughline.understand.queries import current_patterns as patterns
    from throughline.understand.queries import current_votes
    from throughline.understand.workflows import keep_current_votes

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
        began = time.perf_counter()
        keep_current_votes(district)
        kept = time.perf_counter() - began
        patterns._latest.clear()
        current_votes._unpacked.clear()
        began = time.perf_counter()
        patterns.current_patterns(forum)
        restarted = time.perf_counter() - began
        fresh = []
        for number in range(N_MORE):
            Vote.objects.create(
                forum=forum,
                contributor=people[number],
                statement=statements[number],
                value=1,
                at=timezone.now(),
            )
            began = time.perf_counter()
            found = patterns.current_patterns(forum, fresh_seconds=0)
            fresh.append(time.perf_counter() - began)
            assert found.current.n_rows == len(rows) + number + 1
    print(
        json.dumps(
            {
                "fresh": 1000 * sorted(fresh)[N_MORE // 2],
                "restarted": 1000 * restarted,
                "kept": 1000 * kept,
            }
        ),
        file=sys.__stdout__,
    )


if __name__ == "__main__":
    main()
