"""The rows of the sample district, in a database with a second district."""

import pytest
from django.apps import apps
from django_scopes import scope, scopes_disabled

from tests import make
from tests.architecture.checks import tables
from throughline.accounts.models import District
from throughline.convene.models import Cycle


@pytest.fixture
def sample_district(sample_slug: str, other_district: District) -> District:
    with scope(district=other_district):
        make.forum(make.cycle())
    return District.objects.get(slug=sample_slug)


def test_every_key_of_the_sample_joins_rows_of_one_district(sample_district: District) -> None:
    with scopes_disabled():
        assert Cycle.objects.exclude(district=sample_district).count() == 1
        assert Cycle.objects.filter(district=sample_district).count() > 1
        assert tables.keys_joining_districts(apps.get_models(include_auto_created=True)) == []
