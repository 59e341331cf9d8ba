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

What is in this package

- datapackage.json: describes every column of every table (Frictionless Tabular Data Package, version 1).
- data/findings.csv: one row per finding, with the number of people or responses it is based on.
- data/basis.csv: the evidence for each finding, with the method, version, settings, and random seed.
- data/figures.csv: every number behind the findings, one row per number.
- data/quotes.csv: quoted comments, one row for each language they are available in.
- data/words.csv: every comment and statement included in this package, with its salt and its fingerprint
  (SHA-256). The release file contains these fingerprints in place of the words. Comments that were withdrawn
  are no longer included, so do not share an older copy of this package.
- methods.md: the methods and software, with their versions, and the privacy rules.
{files}
How to read the numbers

The numbers describe the people who took part. Unless the type of data is "random" or "roster", they are not
estimates for everyone in the community. To protect privacy, numbers about few people were combined with
other numbers or left out. A percent marked "less", "more", or "about" is not exact, on purpose. Do not try
to figure out who said what.

If a cell contains text that a spreadsheet would run as a formula, an apostrophe was added in front of it.
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
        description=_("What people told their school district, as released."),
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
        return f"- {path}: the complete release file. Its SHA-256 is {file.sha256}.\n"
    return (
        f"- {path}: the release file without people's comments, because some of them are no longer shown. "
        f"Its SHA-256 is {file.sha256}. The SHA-256 of the original file, with the comments, was "
        f"{release.sha256}.\n"
    )


def _methods(findings: Sequence[PlainFinding], guard: dict[str, Any], releases: Sequence[Release]) -> str:
    """List every method behind a number, the software versions, and the rules of disclosure control."""
    shown = with_words(findings)
    used = sorted({(entry.method, entry.version) for _id, _number, entry in entries_of(shown)})
    lines = ["# Methods", "", "| method | version |", "|---|---|"]
    lines += [f"| {method} | {version} |" for method, version in used]
    lines += ["", "# Software", "", "Software used to compute the numbers at the time of the release.", ""]
    lines += [
        f"- release {one.number}: "
        + ", ".join(f"{name} {version}" for name, version in sorted(one.software.items()))
        for one in releases
    ]
    lines += ["", "# Privacy rules", "", "The rules that every published number had to meet.", ""]
    lines += [f"- {key}: {value}" for key, value in sorted(guard.items()) if not isinstance(value, dict)]
    if guard.get("audit"):
        lines += [
            "",
            "# Privacy check",
            "",
            "Result of the check that hidden numbers can't be figured out.",
            "",
        ]
        lines += [f"- {key}: {value}" for key, value in sorted(guard["audit"].items())]
    return "\n".join(lines) + "\n"
