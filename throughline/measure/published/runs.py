"""A run as a release may use it: its method, time and publishable figures, never its exact counts."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from throughline.convene.models import Forum
from throughline.measure.models import Run, RunKind, Setting
from throughline.measure.models.results import FrozenAnswers, PublishedPatterns, PublishedTable
from throughline.measure.queries.kept_views.runs import Voters, voters_by_group
from throughline.measure.queries.run_results import patterns_of
from throughline.ui.fields import TranslatedText

PublishedFigures = PublishedPatterns | PublishedTable | None


@dataclass(frozen=True)
class TableQuestion:
    """One question of a table: the permanent keys of its answers, and whether people may choose several.

    `same_labels` are labels that several answers have.
    """

    public_id: str
    words: str
    keys_by_label: Mapping[str, str]
    is_multiple: bool
    same_labels: tuple[str, ...] = ()


TableQuestions = tuple[TableQuestion, TableQuestion] | None


@dataclass(frozen=True, eq=False)
class PublishedRun:
    """`questions` are the two questions of a table, the one in the rows first; `row` is its row number.

    `is_of_all` tells whether nobody was set aside among the voters it counted.
    """

    row: int
    kind: RunKind
    kind_label: str
    forum: Forum
    method: str
    method_version: str
    settings: Mapping[str, Setting]
    seed: int | None
    log_position: int
    input_hash: str
    at: datetime
    is_of_all: bool
    load_questions: Callable[[], TableQuestions]
    load_voters: Callable[[], Mapping[str, Voters] | None]
    load: Callable[[], PublishedFigures]

    @cached_property
    def questions(self) -> TableQuestions:
        return self.load_questions()

    @cached_property
    def voters(self) -> Mapping[str, Voters] | None:
        """The people of each group of a pattern with their last votes, only to compare it with another."""
        return self.load_voters()

    @cached_property
    def figures(self) -> PublishedFigures:
        """What may be published. For imported groups it is counted from their votes, once."""
        return self.load()


def published_run(run: Run) -> PublishedRun:
    return PublishedRun(
        row=run.pk,
        kind=RunKind(run.kind),
        kind_label=str(run.get_kind_display()),
        forum=run.forum,
        method=run.method,
        method_version=run.method_version,
        settings=run.settings,
        seed=run.seed,
        log_position=run.log_position,
        input_hash=run.input_hash,
        at=run.at,
        is_of_all=run.kind != RunKind.OPINION_GROUPS or not run.frozen_patterns.aside,
        load_questions=lambda: _questions(run),
        load_voters=lambda: voters_by_group(run),
        load=lambda: _figures(run),
    )


def _figures(run: Run) -> PublishedFigures:
    """Return the publishable figures; None for weights, which are only for analysts."""
    if run.kind == RunKind.CROSSTAB:
        return run.published_table
    return None if run.kind == RunKind.WEIGHTS else patterns_of(run).published


def _questions(run: Run) -> TableQuestions:
    if run.kind != RunKind.CROSSTAB:
        return None
    frozen = run.frozen_table
    return (
        _question(frozen.row, str(run.settings.get("row_question", ""))),
        _question(frozen.column, str(run.settings.get("column_question", ""))),
    )


def _question(side: FrozenAnswers, words: str) -> TableQuestion:
    # Translations of labels may change later; keys do not.
    keys = {plain_label(label): key for label, key in zip(side.labels, side.keys, strict=True)}
    n_by_label = Counter(plain_label(label) for label in side.labels)
    return TableQuestion(
        public_id=side.question,
        words=words,
        keys_by_label=keys,
        is_multiple=any(len(one) > 1 for one in side.answers.values()),
        same_labels=tuple(label for label, n in n_by_label.items() if n > 1),
    )


def plain_label(label: TranslatedText) -> str:
    """Return the label in the language it was written in."""
    return label.source
