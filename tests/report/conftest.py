"""A public cycle whose finding is released and not yet published."""

import pytest

from tests.report.public_cycle import PublicCycle, make_public_cycle
from throughline.accounts.models import District


@pytest.fixture
def public_cycle(district: District) -> PublicCycle:
    return make_public_cycle(district)
