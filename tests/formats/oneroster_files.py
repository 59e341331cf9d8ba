"""Small OneRoster exports."""

from datetime import date
from pathlib import Path

from tests.formats import populations
from tests.formats.populations import file, n_by
from throughline.formats.population import Figures, oneroster

ORGS = """sourcedId,status,name,type,identifier,parentSourcedId
d1,,Juniper Valley,district,,
s1,,Juniper High,school,,d1
s2,,Juniper Middle,school,,d1
c1,,Juniper Campus,school,,d1
s3,,Campus Elementary,school,,c1
p1,,Science,department,,s1
"""
USERS = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,grades\n"
ENROLLMENTS = "sourcedId,status,userSourcedId,schoolSourcedId,role,primary,beginDate,endDate\n"


def one_user(*, org: str = "d1", role: str = "student", grades: str = "09", changed: str = "") -> str:
    return f'{USERS}u1,active,{changed},true,"{org}",{role},"{grades}"\n'


def enrolled(*rows: str) -> str:
    """Enrollments of u1, each given as school, role, primary, begin and end."""
    return ENROLLMENTS + "".join(f"e{i},active,u1,{row}\n" for i, row in enumerate(rows))


def export(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in {"orgs": ORGS, **files}.items():
        file(folder, content, f"{name}.csv")
    return folder


def notes_of(figures: Figures) -> dict[str, object]:
    return {note.code: note.params.get("n") for note in figures.notes}


def school(folder: Path, on: date | None = None, **files: str) -> tuple[str, dict[str, object]]:
    """The school of the one person, or nothing, and the notes."""
    figures = oneroster.read(export(folder, **files), on=on)
    assert figures.n == 1
    found = list(n_by(figures, "school"))
    assert len(found) <= 1
    return "".join(found), notes_of(figures)


def of_1_2(tmp_path: Path, **changed: str) -> Path:
    for name, content in populations.ONEROSTER.items():
        file(tmp_path, changed.get(name.removesuffix(".csv"), content), name)
    return tmp_path
