"""The directory as rows of the standard."""

import pytest

from throughline.formats import hsds
from throughline.partner.queries.rows import MODELS, paths_of

pytestmark = pytest.mark.django_db


def test_every_table_of_the_standard_has_a_model_with_its_fields() -> None:
    assert set(MODELS) == set(hsds.TABLES)
    for table, model in MODELS.items():
        own = {field.name for field in model._meta.concrete_fields}
        assert {path.partition("__")[0] for path in paths_of(table).values()} <= own, table
