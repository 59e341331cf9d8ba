"""The directory of the sample district."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.config.demo import files
from throughline.partner.actions import preview_edit
from throughline.partner.forms import PartnerEditForm, data_with
from throughline.partner.models import (
    Address,
    ConfidentialPlace,
    Location,
    Organization,
    PartnerLink,
    Service,
    SupportKind,
)
from throughline.partner.queries.proposed_edits import waiting_edits
from throughline.partner.queries.pulse import pulse_of_directory
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


def test_partners_keep_some_entries_and_an_edit_waits(sample: District) -> None:
    assert set(Service.objects.values_list("assured_by", flat=True)) == {"", "partner", "staff"}
    used = {"open", "limited", "full", "waiting_list", "assessment"}
    assert set(Service.objects.exclude(capacity_status="").values_list("capacity_status", flat=True)) == used
    assert PartnerLink.objects.count() == 6
    assert PartnerLink.objects.filter(used_at=None).count() == 1
    found = pulse_of_directory(timezone.localdate())
    assert found.n_waiting == 2
    assert 0 < found.n_silent < Organization.objects.count()
    for edit in waiting_edits():
        form = PartnerEditForm(data_with(edit.service, edit.fields), service=edit.service)
        assert form.is_valid(), form.errors
        assert preview_edit(edit.service, form.cleaned_data)
