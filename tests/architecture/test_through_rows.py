"""Rows of through tables carry their district, however they are written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from tests import make
from tests.architecture.checks import sources, tables
from throughline.accounts.models import District
from throughline.align.models import Directive
from throughline.listen.models import SurveyAnswer
from throughline.partner.models import SupportKind

Ends = tuple[Any, tuple[Any, Any]]


def _choices() -> Ends:
    forum = make.forum(make.cycle(), "survey")
    question = make.question(forum, "multiple", "Music", "Sport")
    answer = SurveyAnswer.objects.create(
        forum=forum, contributor=make.contributor(forum), question=question, at=forum.created_at
    )
    one, two = question.choices.all()
    return answer.choices, (one, two)


def _findings() -> Ends:
    cycle = make.cycle()
    directive = Directive.objects.create(cycle=cycle, sentence=make.translated("Begin later."))
    return directive.findings, (make.released(cycle), make.released(cycle))


def _directives() -> Ends:
    cycle = make.cycle()
    return make.initiative().directives, (make.directive(cycle), make.directive(cycle))


def _terms() -> Ends:
    one, two = (
        SupportKind.objects.create(code=code, name=make.translated(code)) for code in ("food", "mentoring")
    )
    return make.service().terms, (one, two)


RELATIONS: dict[str, Callable[[], Ends]] = {
    "convene.Forum.responders": lambda: (
        make.forum(make.cycle()).responders,
        (make.person("Ana"), make.person("Bo")),
    ),
    "listen.SurveyAnswer.choices": _choices,
    "align.Directive.findings": _findings,
    "align.Initiative.directives": _directives,
    "align.Initiative.schools": lambda: (make.initiative().schools, (make.school(), make.school())),
    "partner.Service.terms": _terms,
}
"""A new relation of each kind, and two rows to join."""


@pytest.fixture(params=RELATIONS)
def ends(request: pytest.FixtureRequest, district: District) -> Ends:
    return RELATIONS[request.param]()


def rows(relation: Any) -> list[tuple[int, int]]:
    """The joined rows, and the district of the row that joins them."""
    with scopes_disabled():
        pairs = relation.through.objects.order_by("pk")
        return list(pairs.values_list(f"{relation.target_field_name}_id", "district_id"))


def test_every_many_to_many_is_tried_here() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in sources.STORY]
    assert RELATIONS.keys() == {
        f"{tables.label(model)}.{field.name}" for model in ours for field in model._meta.local_many_to_many
    }


def test_what_is_added_or_set_carries_the_district_in_scope(ends: Ends, district: District) -> None:
    relation, (one, two) = ends
    relation.add(one)
    relation.add(one, two)  # rows that are already joined stay as they are
    assert rows(relation) == [(one.pk, district.pk), (two.pk, district.pk)]
    relation.set([two])
    assert rows(relation) == [(two.pk, district.pk)]
    relation.remove(two)
    assert rows(relation) == []


def test_nothing_is_added_or_removed_without_a_scope(ends: Ends, district: District) -> None:
    relation, (one, two) = ends
    relation.add(one)
    with scope(district=None):
        for change in (
            lambda: relation.add(two),
            lambda: relation.set([two]),
            lambda: relation.remove(one),
            relation.clear,
        ):
            with pytest.raises(ScopeError), transaction.atomic():
                change()
    assert rows(relation) == [(one.pk, district.pk)]


def test_nothing_is_removed_in_the_scope_of_another_district(
    ends: Ends, district: District, other_district: District
) -> None:
    relation, (one, _two) = ends
    relation.add(one)
    with scope(district=other_district):
        relation.remove(one)
        relation.clear()
    assert rows(relation) == [(one.pk, district.pk)]
