"""Findings as a data package: tables with a data dictionary, the methods, and the released files."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from throughline.convene.models import Cycle
from throughline.formats.data_package import DataPackage, stream
from throughline.understand.models import Release, ReleasedFinding
from throughline.understand.releases.package_tables import entries_of, package_tables
from throughline.understand.releases.plain import PlainFinding
from throughline.understand.releases.released_file import ReleasedFile, released_file
from throughline.understand.releases.released_words import with_words

README = """{title}

{about}

What is in it

- datapackage.json says what each column of each table holds (Frictionless Tabular Data Package, version 1).
- data/findings.csv: one row a finding, with how many stand behind it.
- data/basis.csv: what each finding rests on, with method, version, settings and seed.
- data/figures.csv: every number under a finding, one row a number.
- data/quotes.csv: quoted words, in each language they may be read in.
- data/words.csv: all words of people, with their salt, and the hash that stands for them in the file of a
  release. Words that were withdrawn are left out from then on; do not pass on an older copy.
- methods.md: the methods and the software, with their versions, and the rules of what may be told.
{files}
What the numbers are not

They tell of those who took part. Unless the kind of data says "random" or "roster", they are no estimate of
everybody. Numbers about few people were counted together with others, or left out; a share told as "less",
"more" or "about" is not told exactly, on purpose. Do not try to work out who said what.

A text in a cell that would run as a formula in a spreadsheet carries an apostrophe before it.
"""


def package_of_release(release: Release) -> Iterator[bytes]:
    """Package one release: its findings as tables, and exactly the file that was hashed."""
    content = json.loads(release.canonical)
    name = f"{content['district']}-release-{release.number}"
    title = _("Release %(number)s of “%(cycle)s”") % {"number": release.number, "cycle": release.cycle.title}
    about = {"sha256": release.sha256, "version": str(release.number)}
    return package_of(
        name,
        title,
        content["findings"],
        release.released_at,
        guard=content["guard"],
        releases=[release],
        about=about,
    )


def package_of_findings(
    cycle: Cycle, *, name: str, title: str, findings: Sequence[PlainFinding], created: datetime
) -> Iterator[bytes]:
    """Package published findings, with the files of releases whose findings are all current and included."""
    ids = {one["id"] for one in findings}
    releases = [
        one
        for one in Release.objects.filter(cycle=cycle).order_by("number")
        if {finding["id"] for finding in json.loads(one.canonical)["findings"]} <= ids
        and not ReleasedFinding.objects.filter(release=one, is_superseded=True).exists()
    ]
    latest = Release.objects.filter(cycle=cycle, released_at__lte=created).order_by("-number").first()
    guard = json.loads(latest.canonical)["guard"] if latest is not None else {}
    current = ReleasedFinding.objects.filter(stable_id__in=ids, is_superseded=False)
    counted_in = list(
        Release.objects.filter(cycle=cycle, pk__in=current.values("release")).order_by("number")
    )
    return package_of(name, title, findings, created, guard=guard, releases=releases, counted_in=counted_in)


def package_of(
    name: str,
    title: str,
    findings: Sequence[PlainFinding],
    created: datetime,
    *,
    guard: dict[str, Any],
    releases: Sequence[Release] = (),
    counted_in: Sequence[Release] = (),
    about: dict[str, Any] | None = None,
) -> Iterator[bytes]:
    """Package findings in the form of a release as a zip; `releases` are added as files.

    `counted_in` are the releases the numbers come from, if not just `releases`.
    """
    released = [(f"release-{one.number}.json", one, released_file(one)) for one in releases]
    listed = "".join(_listed(path, one, file) for path, one, file in released)
    readme = README.format(title=title, about=_("What people told their school district."), files=listed)
    methods = _methods(findings, guard, counted_in or releases)
    package = DataPackage(
        name=name.lower(),
        title=title,
        description=_("What people told their school district, as it was released."),
        created=created,
        tables=package_tables(findings),
        files=(
            *((path, file.text) for path, _one, file in released),
            ("methods.md", methods),
            ("README.txt", readme),
        ),
        about=about or {},
    )
    return stream(package)


def _listed(path: str, release: Release, file: ReleasedFile) -> str:
    if file.is_as_released:
        return f"- {path}: the release itself; its SHA-256 is {file.sha256}.\n"
    return (
        f"- {path}: the release without people's words, of which some are no longer shown. Its SHA-256 is "
        f"{file.sha256}; that of the file as it was released, with the words, was {release.sha256}.\n"
    )


def _methods(findings: Sequence[PlainFinding], guard: dict[str, Any], releases: Sequence[Release]) -> str:
    """List every method behind a number, the software versions, and the rules of disclosure control."""
    shown = with_words(findings)
    used = sorted({(entry.method, entry.version) for _id, _number, entry in entries_of(shown)})
    lines = ["# Methods", "", "| method | version |", "|---|---|"]
    lines += [f"| {method} | {version} |" for method, version in used]
    lines += ["", "# Software", "", "What the numbers were counted with when they were released.", ""]
    lines += [
        f"- release {one.number}: "
        + ", ".join(f"{name} {version}" for name, version in sorted(one.software.items()))
        for one in releases
    ]
    lines += ["", "# What may be told", ""]
    lines += [f"- {key}: {value}" for key, value in sorted(guard.items()) if not isinstance(value, dict)]
    if guard.get("audit"):
        lines += ["", "# Audit", ""]
        lines += [f"- {key}: {value}" for key, value in sorted(guard["audit"].items())]
    return "\n".join(lines) + "\n"
