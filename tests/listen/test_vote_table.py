"""The vote log as columns, in log order."""

import numpy as np
from django_scopes import scope

from tests import make
from throughline.accounts.models import District
from throughline.listen.models import VoiceState, Vote
from throughline.listen.queries import vote_table
from throughline.methods.votes import Votes


def test_vote_table_holds_the_whole_log_in_order_superseded_votes_too(district: District) -> None:
    forum = make.forum(make.cycle())
    first, second = make.statement(forum), make.statement(forum)
    ann, bob = make.contributor(forum), make.contributor(forum)
    make.vote(forum, bob, second, 1)
    make.vote(forum, ann, first, -1)
    last = make.vote(forum, bob, second, 0)
    table = vote_table(forum)
    assert table.contributor_ids.tolist() == [ann.pk, bob.pk]
    assert table.statement_ids.tolist() == [first.pk, second.pk]
    assert table.person.tolist() == [1, 0, 1]
    assert table.statement.tolist() == [1, 0, 1]
    assert table.value.tolist() == [1, -1, 0]
    assert table.value.dtype == np.int8
    assert table.log_position == last.pk
    votes = Votes.of(
        table.person,
        table.statement,
        table.value,
        n_people=table.n_people,
        n_statements=table.n_statements,
        zeroed=table.zeroed,
        sequence=np.arange(table.value.size),
    )
    assert votes.n_votes == 2
    assert votes.value.tolist() == [-1, 0]


def test_vote_table_up_to_a_position_is_the_log_as_it_stood_then(district: District) -> None:
    forum = make.forum(make.cycle())
    statement, person = make.statement(forum), make.contributor(forum)
    before = make.vote(forum, person, statement, 1)
    make.vote(forum, person, statement, -1)
    assert vote_table(forum, up_to=before.pk).value.tolist() == [1]


def test_vote_table_marks_statements_that_say_nothing_of_opinion(district: District) -> None:
    forum = make.forum(make.cycle())
    make.statement(forum)
    for state in (VoiceState.RECEIVED, VoiceState.REJECTED, VoiceState.MERGED, VoiceState.WITHDRAWN):
        make.statement(forum, state=state)
    make.statement(forum, is_meta=True)
    make.statement(forum, is_held=True)
    assert vote_table(forum).zeroed.tolist() == [1, 2, 3, 4, 5, 6]


def test_vote_table_of_no_votes_is_empty(district: District) -> None:
    table = vote_table(make.forum(make.cycle()))
    assert (table.n_people, table.n_statements, table.value.size, table.log_position) == (0, 0, 0, 0)


def test_vote_table_reads_no_vote_of_another_forum_or_district(
    district: District, other_district: District
) -> None:
    forum = make.forum(make.cycle())
    elsewhere = make.forum(make.cycle())
    make.vote(elsewhere, make.contributor(elsewhere), make.statement(elsewhere), 1)
    with scope(district=other_district):
        theirs = make.forum(make.cycle())
        make.vote(theirs, make.contributor(theirs), make.statement(theirs), 1)
        assert Vote.objects.count() == 1
    make.vote(forum, make.contributor(forum), make.statement(forum), -1)
    assert vote_table(forum).value.tolist() == [-1]
    assert vote_table(theirs).value.size == 0, "read in the scope of the other district"
