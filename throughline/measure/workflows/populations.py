"""Import population figures: read a file by its kind, match its schools, record all counts or none."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.accounts.actions import RunningJob, remove_upload
from throughline.accounts.models import ReportLine, School, Upload
from throughline.accounts.permissions import Actor
from throughline.accounts.queries import report_rows
from throughline.formats.population import Count, Figures, SchoolNamed, acs, ccd, oneroster, roster
from throughline.formats.population.acs import Meaning, Tabulation
from throughline.formats.population.oneroster import Who
from throughline.formats.population.roster import RosterMapping, RosterPreview
from throughline.formats.tables import Limits
from throughline.listen.queries.known_words import SchoolNames
from throughline.measure.actions.population import record_population
from throughline.measure.models import Population, PopulationSource
from throughline.measure.queries.populations.matching import plain

ROSTER_LIMITS = Limits(max_bytes=100_000_000, max_rows=1_000_000, max_columns=500)
TABULATIONS = (PopulationSource.ACS, PopulationSource.EDGE)
MAPPED = (PopulationSource.ROSTER, *TABULATIONS)
"""Sources whose columns are mapped by the user."""


def roster_columns(upload: Upload) -> RosterPreview:
    return roster.preview(upload.file, limits=ROSTER_LIMITS, encoding=upload.encoding, name=upload.name)


def tabulation_of(upload: Upload, geography: str = "") -> Tabulation:
    """The tabulation of `geography`, else of the one chosen before or found by the district's id."""
    chosen = geography or str(upload.choices.get("geography", ""))
    return acs.read(upload.file, _leaid(upload), geography=chosen, encoding=upload.encoding, name=upload.name)


def geographies_of(upload: Upload) -> tuple[str, ...]:
    """The geographies to choose from, where no id in the file says which is the district."""
    return acs.geographies(upload.file, _leaid(upload), encoding=upload.encoding, name=upload.name)


def needs_geography(upload: Upload) -> bool:
    return "geography" not in upload.choices and bool(geographies_of(upload))


def _leaid(upload: Upload) -> str:
    return str(upload.choices.get("leaid", ""))


def check_mapped(upload: Upload) -> None:
    """Check that the mapping page can read the file. Raises `BadFile`."""
    if upload.choices["source"] == PopulationSource.ROSTER:
        roster_columns(upload)
    elif upload.choices["source"] in TABULATIONS and not needs_geography(upload):
        tabulation_of(upload)


def import_population(job: RunningJob, upload: Upload) -> None:
    """Count, match schools, record. The counts are written and the file is deleted in the same step."""
    district = job.actor.district
    job.advance(0, 3, lambda: _("Reading the file."))
    figures = figures_of(upload)
    job.advance(1, 3, lambda: _("Matching schools."))
    schools, unknown = schools_of(figures.schools)

    def notes() -> list[ReportLine]:
        return [*report_rows(figures.notes), *(_unknown_school(upload.name, school) for school in unknown)]

    job.advance(2, 3, lambda: _("Saving the counts."))
    digest = _sha256(sorted(upload.folder.iterdir()))
    with job.last_step():
        population = _record(job.actor, upload, figures, schools, notes(), digest)
        remove_upload(job.actor, upload)
        job.finish_at(district.url("population", population_id=population.public_id))
        job.set_result(lambda: result_message(population), notes)


def figures_of(upload: Upload) -> Figures:
    """Read the counts of the file according to its `choices`."""
    source = upload.choices["source"]
    if source == PopulationSource.ONEROSTER:
        who: Who = upload.choices["who_is_counted"]
        day = upload.choices.get("counted_on", "")
        return oneroster.read(
            upload.folder,
            who,
            on=date.fromisoformat(day) if day else None,
            limits=ROSTER_LIMITS,
            encoding=upload.encoding,
            name=upload.name,
        )
    if source == PopulationSource.CCD:
        year = str(upload.choices.get("as_of", ""))
        return ccd.read(upload.file, _leaid(upload), year=year, encoding=upload.encoding, name=upload.name)
    if source in TABULATIONS:
        meanings = {
            variable: Meaning(one["dimension"] or None, one.get("category", ""), one.get("label", ""))
            for variable, one in upload.choices["meanings"].items()
        }
        return acs.count(tabulation_of(upload), meanings)
    mapping = RosterMapping.from_dict(upload.choices["mapping"])
    return roster.read(upload.file, mapping, limits=ROSTER_LIMITS, encoding=upload.encoding, name=upload.name)


def _record(
    actor: Actor,
    upload: Upload,
    figures: Figures,
    schools: dict[str, School],
    notes: list[ReportLine],
    digest: str,
) -> Population:
    return record_population(
        actor,
        title=upload.title,
        source=upload.choices["source"],
        who_is_counted=upload.choices["who_is_counted"],
        as_of=upload.choices.get("as_of", ""),
        citation=upload.choices.get("citation", ""),
        figures=figures,
        schools=schools,
        file_name=upload.name,
        file_sha256=digest,
        notes=notes,
    )


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def schools_of(named: Iterable[SchoolNamed]) -> tuple[dict[str, School], list[SchoolNamed]]:
    """The district's schools by the file's ids, found by NCES number, state number or name; and unknown ones.

    If several names in the file match one school, an exact name is preferred to a similar one.
    """
    ours = list(School.objects.all())
    by_number = {school.nces_id: school for school in ours if school.nces_id}
    by_state = {school.state_id: school for school in ours if school.state_id}
    names = SchoolNames()
    found: dict[str, School] = {}
    unknown: list[SchoolNamed] = []
    own_names = {plain(school.name) for school in ours}
    for one in sorted(named, key=lambda one: plain(one.name) not in own_names):
        school = by_number.get(one.nces_id) or by_number.get(one.id) or by_state.get(one.id)
        school = school or names.find(one.name)
        if school is None or school in found.values():
            unknown.append(one)
        else:
            found[one.id] = school
    return found, unknown


def _unknown_school(file: str, school: SchoolNamed) -> ReportLine:
    return {
        _("File"): file,
        _("Row"): "",
        _("Column"): "",
        _("Details"): _(
            "“%(school)s” does not match any school in the district, or another name in the file "
            "already matches that school."
        )
        % {"school": school.name},
        _("What to do"): _("Add the school or its NCES ID in Settings. Then import the file again."),
    }


def result_message(population: Population) -> str:
    n_counts = population.counts.count()
    sentence = ngettext(
        "Saved %(n)s count from “%(title)s”.", "Saved %(n)s counts from “%(title)s”.", n_counts
    )
    return sentence % {"n": n_counts, "title": population.title}


def record_typed_figures(
    actor: Actor,
    *,
    title: str,
    who_is_counted: str,
    counts: Iterable[Count],
    schools: dict[str, School],
    as_of: str = "",
    citation: str = "",
) -> Population:
    """Record figures that were typed by hand."""
    recorded = tuple(counts)
    of_dimension = [count for count in recorded if count.dimension == recorded[0].dimension]
    n = sum(count.n or 0 for count in of_dimension) if all(c.n is not None for c in of_dimension) else None
    groups = {count.category for count in recorded if count.dimension == "group"}
    figures = Figures(n, recorded, race_standard=roster.standard_of(groups))
    return record_population(
        actor,
        title=title,
        source=PopulationSource.TYPED,
        who_is_counted=who_is_counted,
        figures=figures,
        schools=schools,
        as_of=as_of,
        citation=citation,
    )
