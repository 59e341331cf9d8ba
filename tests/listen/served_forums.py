"""A program that creates tables, a district and two open forums, and prints their addresses as JSON."""

import json

import django

N_STATEMENTS = 30


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django_scopes import scope

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests import make
    from throughline.convene.models import ForumKind

    district = make.district("juniper")
    with scope(district=district):
        cycle = make.cycle()
        statements = make.forum(cycle, ForumKind.STATEMENTS)
        question = make.forum(cycle, ForumKind.QUESTION)
        for _number in range(N_STATEMENTS):
            make.statement(statements)
    print(
        json.dumps(
            {
                "vote": district.url("part", forum_id=statements.public_id),
                "answer": district.url("part", forum_id=question.public_id),
                "statements": statements.public_id,
                "question": question.public_id,
            }
        )
    )


if __name__ == "__main__":
    main()
