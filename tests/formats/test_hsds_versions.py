"""The table of versions of the Human Services Data Specification in the reference says what the code does."""

import json
import re
from pathlib import Path

import pytest

from throughline.formats import hsds
from throughline.formats.hsds import spec
from throughline.formats.hsds.spellings import STEMS
from throughline.formats.messages import MESSAGES
from throughline.formats.names import plain_name
from throughline.formats.tables import BadFile

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "formats.md"
RECOGNIZED, READ, ASIDE, REFUSED = 1, 2, 3, 4
READ_VERSIONS = ("1.0", "1.1", "2.0", "3.0", "3.1")
MAIN = {
    "organizations": "id,name\no1,Helpers\n",
    "services": "id,organization_id,name\ns1,o1,Tutoring\n",
    "locations": "id,name\nl1,Library\n",
}
TABLES_OF_3 = {spec_of.stem for spec_of in spec.TABLES.values()}


def table() -> dict[str, list[str]]:
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("| version | recognized by |"))
    rows = {}
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line[1:-1].split("|")]
        rows[cells[0]] = cells
    return rows


def named(version: str, cell: int) -> list[str]:
    return re.findall(r"`([^`]+)`", table()[version][cell])


def files_named(version: str) -> set[str]:
    return {name for name in named(version, RECOGNIZED) if "." not in name} - {"website"}


def read(folder: Path, files: dict[str, str]) -> hsds.Directory:
    for stem, content in {**MAIN, **files}.items():
        (folder / f"{stem}.csv").write_text(content, encoding="utf-8")
    return hsds.read(folder)


def with_its_columns(stem: str) -> str:
    """A row of a file, with columns that its table has."""
    if stem in spec.FOLDED:
        return f"id,service_id,{spec.FOLDED[stem].column}\n1,s1,x\n"
    source = spec.OLD_FILES.get(stem)
    own = {one.stem: name for name, one in spec.TABLES.items()}
    name = source.table if source else own.get(spec.SAME_FILES.get(stem, stem), "")
    columns = ["id", *(source.renamed if source else ())]
    if name:
        table = spec.TABLES[name]
        fields = {one.name for one in table.fields if one.since <= table.since}
        columns += sorted(fields - {"id", *(source.renamed.values() if source else ())})[:3]
    columns = [
        column for column in dict.fromkeys(columns) if (stem, column) != ("regular_schedules", "location")
    ]
    return f"{','.join(columns)}\n{','.join('1' for _column in columns)}\n"


def test_every_version_and_form_has_its_row() -> None:
    assert list(table()) == [*READ_VERSIONS, "JSON", "other"]
    assert {version.partition(".")[0] for version in READ_VERSIONS} == set(spec.READ_MAJORS)
    assert max(READ_VERSIONS) == ".".join(map(str, spec.NEWEST))


def test_the_files_that_identify_a_version_are_those_of_the_code() -> None:
    assert files_named("1.0") == spec.ONLY_1_0
    assert files_named("1.1") == spec.ONLY_1 | (spec.UNTIL_2 - spec.ONLY_1_0) | {"services_at_location"}
    assert files_named("2.0") == spec.ONLY_2 | spec.SINCE_2
    assert files_named("3.1") == spec.NEW_FILES
    columns = {tuple(name.split(".")) for name in named("3.1", RECOGNIZED) if "." in name}
    assert columns == set(spec.NEW_COLUMNS)


@pytest.mark.parametrize("version", READ_VERSIONS)
def test_each_file_and_column_that_is_documented_identifies_its_version(tmp_path: Path, version: str) -> None:
    if version == "3.0":
        assert read(tmp_path, {}).version == version
    for n, name in enumerate(named(version, RECOGNIZED)):
        if name in {"website", *spec.SINCE_2}:
            continue
        folder = tmp_path / str(n)
        folder.mkdir()
        stem, _, column = name.partition(".")
        files = {stem: with_its_columns(stem)}
        if column:
            header, row = MAIN.get(stem, with_its_columns(stem)).splitlines()
            files = {stem: f"{header},{column}\n{row},x\n"}
        if version == "1.0":
            files["postal_addresses"] = "id,location_id,address_1\n1,l1,PO Box 9\n"
        assert read(folder, files).version == version, name


@pytest.mark.parametrize("stem", sorted(spec.SINCE_2))
def test_newer_files_beside_what_3_0_has_no_more_are_2_0(tmp_path: Path, stem: str) -> None:
    old = {"postal_addresses": "id,location_id,address_1\n1,l1,PO Box 9\n"}
    assert read(tmp_path, {**old, stem: with_its_columns(stem)}).version == "2.0"


def test_what_is_set_aside_is_what_is_documented(tmp_path: Path) -> None:
    assert not named("3.1", ASIDE)
    assert not {plain_name(name) for name in named("1.0", ASIDE)} & STEMS.keys()
    directory = read(tmp_path, dict.fromkeys(named("1.0", ASIDE), "id\n1\n"))
    assert not directory.unmapped
    not_read = {use.file for use in directory.report.fields_in_state("not read")}
    assert not_read == {f"{stem}.csv" for stem in named("1.0", ASIDE)}


def test_every_other_file_of_the_standard_is_read(tmp_path: Path) -> None:
    directory = read(tmp_path, {stem: with_its_columns(stem) for stem in TABLES_OF_3 - set(MAIN)})
    assert len(spec.TABLES) == 24
    assert "all 24 tables" in table()["3.0"][READ]
    assert set(directory.report.n_rows) == set(spec.TABLES)
    assert all(directory.report.n_rows.values())


def refusal(folder: Path) -> str:
    with pytest.raises(BadFile) as caught:
        hsds.read(folder)
    return caught.value.code


def test_what_is_refused_is_refused_by_the_documented_code(tmp_path: Path) -> None:
    assert all(code in MESSAGES for form in ("JSON", "other") for code in named(form, REFUSED))
    (tmp_path / "services.json").write_text("[]", encoding="utf-8")
    assert refusal(tmp_path) == named("JSON", REFUSED)[0]
    assert set(named("JSON", REFUSED)[1:]) == {one for one in MESSAGES if one.startswith("json_")}
    for version in ("0.8", "4.0", "5.1"):
        package = json.dumps({"name": "human_services_data", "version": version})
        (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
        assert [refusal(tmp_path)] == named("other", REFUSED)


@pytest.mark.parametrize(("version", "code"), [("3.2", "hsds_newer"), ("2.0", "hsds_package")])
def test_what_is_noted_is_noted_by_the_documented_code(tmp_path: Path, version: str, code: str) -> None:
    assert code in named("other", READ)
    package = json.dumps({"name": "human_services_data", "version": version})
    (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
    assert [count.code for count in read(tmp_path, {}).report.counts] == [code]
