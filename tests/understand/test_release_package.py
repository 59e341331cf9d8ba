"""A release as a data package: it follows the specification, has every number, and no formulas."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.understand.test_disclosure_audit import answered
from throughline.accounts.models import District, Person
from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle, ForumKind
from throughline.formats.writing import unguarded
from throughline.measure.workflows import save_crosstab
from throughline.understand import actions
from throughline.understand.actions import release_findings
from throughline.understand.models import Release
from throughline.understand.releases.package import package_of_release

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def release(district: District, coordinator: Person) -> Release:
    actor: Actor = make.actor(coordinator, district)
    cycle: Cycle = make.cycle()
    words = make.forum(cycle, ForumKind.QUESTION)
    texts = [
        make.voice(words, FORMULA if i == 0 else f"Shop {i}", contributor=make.contributor(words))
        for i in range(14)
    ]
    forum = make.forum(cycle)
    statement = make.statement(forum, "Start school later.")
    make.votes(forum, [statement], (20, [1]), (15, [-1]))
    survey, one, other = answered(cycle, [[14, 3, 12], [12, 15, 11], [13, 12, 16]])
    run = save_crosstab(actor, survey, one=one, other=other)
    finding = make.finding(
        cycle, "Work counts.", code=make.code(cycle, "Shop", *texts), statement=statement, run=run
    )
    actions.add_evidence(actor, finding, voice=texts[0], is_quoted=True)
    return release_findings(actor, cycle, [finding])


@pytest.fixture
def package(release: Release) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(package_of_release(release))))


def rows_of(package: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = package.read(f"data/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def resources(package: zipfile.ZipFile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(package.read("datapackage.json"))["resources"]
    return found


def test_the_descriptor_is_what_the_specification_asks(package: zipfile.ZipFile) -> None:
    descriptor = json.loads(package.read("datapackage.json"))
    assert descriptor["profile"] == "tabular-data-package"
    assert re.fullmatch(r"[a-z0-9._-]+", descriptor["name"])
    assert datetime.fromisoformat(descriptor["created"]).tzinfo is not None
    names = [one["name"] for one in resources(package)]
    assert names == ["findings", "basis", "figures", "quotes", "words"]
    for one in resources(package):
        assert one["profile"] == "tabular-data-resource"
        assert re.fullmatch(r"[a-z0-9._-]+", one["name"])
        assert not one["path"].startswith("/")
        assert ".." not in one["path"]
        data = package.read(one["path"])
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        fields = one["schema"]["fields"]
        assert {field["type"] for field in fields} <= {"string", "integer", "number", "datetime"}
        assert all(field["description"] for field in fields)
        assert set(one["schema"].get("primaryKey", [])) <= {field["name"] for field in fields}
        for key in one["schema"].get("foreignKeys", []):
            assert key["reference"]["resource"] in names


def test_every_cell_is_of_the_type_its_dictionary_gives(package: zipfile.ZipFile) -> None:
    for one in resources(package):
        rows = rows_of(package, one["name"])
        assert rows, one["name"]
        assert list(rows[0]) == [field["name"] for field in one["schema"]["fields"]]
        for field in one["schema"]["fields"]:
            rule = field.get("constraints", {})
            for row in rows:
                cell = row[field["name"]]
                if cell == "":
                    assert not rule.get("required"), (one["name"], field["name"])
                elif field["type"] in {"integer", "number"}:
                    assert float(cell) == (int(cell) if field["type"] == "integer" else float(cell))
                elif field["type"] == "datetime":
                    assert datetime.fromisoformat(cell)
                else:
                    assert not rule.get("enum") or cell in rule["enum"], (field["name"], cell)
        key = one["schema"].get("primaryKey")
        if key:
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def test_every_figure_belongs_to_an_entry_of_the_basis_and_the_dictionary_says_so(
    package: zipfile.ZipFile,
) -> None:
    by_name = {one["name"]: one["schema"] for one in resources(package)}
    key = {
        "fields": ["finding", "entry"],
        "reference": {"resource": "basis", "fields": ["finding", "entry"]},
    }
    assert key in by_name["figures"]["foreignKeys"]
    for name, schema in by_name.items():
        for foreign in schema.get("foreignKeys", []):
            here, there = (
                [fields] if isinstance(fields, str) else fields
                for fields in (foreign["fields"], foreign["reference"]["fields"])
            )
            assert len(here) == len(there)
            other = foreign["reference"]["resource"]
            assert there == (by_name[other]["primaryKey"])
            known = {tuple(row[column] for column in there) for row in rows_of(package, other)}
            assert {tuple(row[column] for column in here) for row in rows_of(package, name)} <= known


def test_what_computed_the_numbers_is_named_with_its_version(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughline.understand.releases.software.version", lambda name: "99.9")
    package = zipfile.ZipFile(io.BytesIO(b"".join(package_of_release(release))))
    methods = package.read("methods.md").decode()
    for name in ("numpy", "scipy"):
        assert f"{name} {version(name)}" in methods
    assert re.search(r"throughline (\d|not installed)", methods)
    assert "99.9" not in methods, "of the day it was released, not of the day it is downloaded"


def test_the_numbers_are_those_of_the_release(release: Release, package: zipfile.ZipFile) -> None:
    (released,) = json.loads(release.canonical)["findings"]
    (finding,) = rows_of(package, "findings")
    assert (unguarded(finding["finding"]), finding["n"], finding["sentence"]) == (
        released["id"],
        str(released["n"]),
        "Work counts.",
    )
    basis = rows_of(package, "basis")
    assert [row["n"] for row in basis] == [str(entry["n"]) for entry in released["basis"]]
    figures = rows_of(package, "figures")
    answers = [row for row in figures if row["table"] == "answers"]
    assert [(row["column"], row["percent"]) for row in answers] == [
        (one["answer"], str(one["percent"])) for one in released["basis"][1]["figures"]["answers"]
    ]
    n_cells = sum(len(row["counts"]) for row in released["basis"][2]["figures"]["rows"])
    assert len([row for row in figures if row["table"] == "cells"]) == n_cells


def test_the_file_itself_is_in_it_to_the_byte(release: Release, package: zipfile.ZipFile) -> None:
    data = package.read(f"release-{release.number}.json")
    assert hashlib.sha256(data).hexdigest() == release.sha256
    assert release.sha256 in package.read("README.txt").decode()
    methods = package.read("methods.md").decode()
    assert "| votes_on_a_statement | 1 |" in methods
    assert "- minimum_n: 10" in methods
    assert "- verdict: passed" in methods


def test_no_cell_runs_as_a_formula(package: zipfile.ZipFile) -> None:
    words = [row["words"] for row in rows_of(package, "quotes")]
    assert words == ["'" + FORMULA]


def test_the_same_release_gives_the_same_bytes_in_pieces(release: Release) -> None:
    pieces = list(package_of_release(release))
    assert b"".join(pieces) == b"".join(package_of_release(release))


def test_members_download_it_and_strangers_do_not(
    district: District, release: Release, owner: Person, client_of: As
) -> None:
    url = district.url("release_package", release_id=release.public_id)
    answer = client_of(owner).get(url)
    assert answer["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).testzip() is None
    assert client_of(None).get(url).status_code in {302, 404}


@pytest.mark.parametrize(("kind", "ends"), [("random", ["32", "55"]), ("chose", ["", ""])])
def test_a_share_has_its_interval_only_where_chance_chose_whom_to_ask(
    district: District, coordinator: Person, kind: str, ends: list[str]
) -> None:
    cycle = make.cycle()
    forum = make.forum(cycle, data_kind=kind)
    statement = make.statement(forum, "Start later.")
    make.votes(forum, [statement], (32, [1]), (40, [-1]), (2, [0]))
    finding = make.finding(cycle, statement=statement)
    made = release_findings(make.actor(coordinator, district), cycle, [finding])
    package = zipfile.ZipFile(io.BytesIO(b"".join(package_of_release(made))))
    agree, _disagree, not_sure = rows_of(package, "figures")
    assert [agree["percent"], agree["low"], agree["high"]] == ["43", *ends]
    assert [not_sure["bound"], not_sure["low"]] == ["less", ""]
