"""The results of every question of a forum as a CSV file."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from throughline.convene.models import Forum
from throughline.formats.tables import Cell
from throughline.listen.queries.question_kinds import kind_of
from throughline.listen.queries.statement import open_statements
from throughline.listen.queries.survey import questions_of
from throughline.measure.queries.question_results.counts import n_answered_by_question
from throughline.measure.queries.question_results.page import question_chart, statement_results


def results_header() -> list[str]:
    """Every row has the kind of data and how many answered, so that it can be read alone."""
    return ["question_id", "question", "answer", "n", "n_answered", "share", "low", "high", "data_kind"]


def results_rows(forum: Forum) -> Iterator[list[Cell]]:
    """One row per answer, in the current language. Written answers have one row, with their number."""
    statements = open_statements(forum).order_by("pk")
    for row in statement_results(list(statements)):
        words = (row.statement.public_id, str(row.bar.label))
        for answer, (n, _percent) in zip((_("Agree"), _("Disagree"), _("Not sure")), row.cells, strict=True):
            share = round(n / row.bar.n, 6) if row.bar.n else None
            yield [*words, answer, n, row.bar.n, share, None, None, forum.data_kind]
    n_answered = n_answered_by_question(forum)
    for question in questions_of(forum):
        words = (question.public_id, str(question.prompt))
        if kind_of(question).is_in_words:
            n = n_answered.get(question.pk, 0)
            yield [*words, _("Written answers"), n, n, None, None, None, forum.data_kind]
            continue
        for one in question_chart(question).rows:
            share = round(one.share, 6) if one.of else None
            low, high = (None if end is None else round(end, 6) for end in (one.low, one.high))
            yield [*words, one.label, one.n, one.of, share, low, high, forum.data_kind]
