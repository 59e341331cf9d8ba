"""The directory of the sample district."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.config.demo import files
from throughline.partner.models import Address, ConfidentialPlace, Location, Service, SupportKind
from throughline.partner.workflows.sample import bring_partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(district: District) -> District:
    school, directive = make.school("Dry Fork"), make.directive(make.cycle())
    partners = files.read("partners")["organizations"]
    bring_partners(Actor.system(district), partners, [school], [directive])
    return district


def test_forty_services_over_all_kinds_of_support(sample: District) -> None:
    assert Service.objects.count() == 40
    assert all(Service.objects.filter(terms=kind).exists() for kind in SupportKind.objects.all())


def test_some_are_stale_and_some_are_full(sample: District) -> None:
    a_year_ago = timezone.localdate() - timedelta(days=365)
    assert Service.objects.filter(assured_date__lt=a_year_ago).count() == 6
    assert Service.objects.filter(capacities__available=0).count() == 7


def test_two_places_are_confidential_and_nowhere_else(sample: District) -> None:
    assert Location.objects.filter(is_confidential=True).count() == ConfidentialPlace.objects.count() == 2
    streets = {place.values["address"][0]["address_1"] for place in ConfidentialPlace.objects.all()}
    assert streets == {"1847 Cottonwood Lane", "926 Saltbush Court"}
    assert not Address.objects.filter(address_1__in=streets).exists()
