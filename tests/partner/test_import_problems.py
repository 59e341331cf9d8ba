"""What an import cannot take as it stands is reported, and nothing of it is lost."""

from pathlib import Path

from tests.formats.directories import a_directory
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner import queries, workflows
from throughline.partner.models import DirectoryImport, Location, Organization, Service


def problems(district: District, folder: Path, **files: str) -> list[str]:
    workflows.import_directory(Actor.system(district), a_directory(folder, **files))
    return queries.problems_of(DirectoryImport.objects.get())


def test_an_age_an_email_address_and_an_id_that_are_none_are_reported(
    district: District, tmp_path: Path
) -> None:
    found = problems(
        district,
        tmp_path / "d",
        organizations="id,name,email\no1,Helpers,write to us\n,Others,a@example.org\n",
        services="id,organization_id,name,minimum_age\ns1,o1,Tutoring,-5\n",
    )
    assert [one.split(". ")[0] for one in found] == [
        "organizations.csv, row 2, column “email”: “write to us” is not an email address",
        "organizations.csv, row 3, column “id”: The organization has no ID",
        "services.csv, row 2, column “minimum_age”: “-5” is not an age",
    ]
    assert Organization.objects.get(name="Helpers").email == "write to us"
    assert (Service.objects.get().minimum_age, Service.objects.get().extra["minimum_age"]) == (None, "-5")


def test_a_name_that_is_too_long_is_shortened_reported_and_kept_whole(
    district: District, tmp_path: Path
) -> None:
    name = "Helpers " * 600
    (found,) = problems(district, tmp_path / "d", organizations=f"id,name\no1,{name}\n")
    assert found.startswith("organizations.csv, row 2, column “name”: The text is longer than")
    organization = Organization.objects.get()
    assert organization.name.endswith("…")
    assert organization.extra["name"] == name.strip()


def test_a_latitude_beyond_all_numbers_is_not_on_earth(district: District, tmp_path: Path) -> None:
    (found,) = problems(district, tmp_path / "d", locations="id,name,latitude,longitude\nl1,Hall,1e308,0\n")
    assert "The latitude 1e308 is not between -90 and 90." in found
    assert Location.objects.get().extra == {"latitude": "1e308"}
