"""What our files add to the standard is taken back when they are read."""

from pathlib import Path

from tests.formats.directories import a_directory
from throughline.formats import hsds


def test_additions_are_taken_back(tmp_path: Path) -> None:
    locations = (
        "id,name,location_type,latitude,source_id,not_stated,latitude_as_written,phones_as_written\n"
        "5b1b2b6f-8d3a-4c5e-9f10-0c6a6d0f3a11,Library,physical,,17,location_type,up there,two\n"
        "0f7e3a52-6f0e-4a5b-8b8e-6a3f9a1f2b33,School,physical,,,,41.5,\n"
    )
    directory = hsds.read(a_directory(tmp_path / "in", locations=locations))
    library, school = directory.location
    assert (library.source_id, school.source_id) == ("17", "")
    assert (library.location_type, school.location_type) == ("", "physical")
    assert (library.latitude, school.latitude) == (None, 41.5)
    assert library.extra == {"latitude": "up there", "phones": "two"}
    assert school.extra == {}
    aside = [use.column for use in directory.report.fields if use.state == "kept aside"]
    assert aside == ["phones_as_written"]


def test_a_mark_of_a_confidential_place_is_used(tmp_path: Path) -> None:
    locations = "id,name,location_type,is_confidential\n1,Library,physical,true\n"
    report = hsds.read(a_directory(tmp_path / "in", locations=locations)).report
    assert report.fields_in_state("kept aside") == ()
    assert "location.is_confidential" in {use.target for use in report.fields_in_state("mapped")}
