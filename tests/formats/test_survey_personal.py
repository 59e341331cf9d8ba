"""Personal data is guessed by names of columns and by cells; questions about other things are not."""

from pathlib import Path

import pytest

from throughline.formats import survey_csv
from throughline.formats.survey_csv import PreviewColumn

N = 24
GIVEN = ("Ana", "Luis", "José", "Marta", "Kim", "Omar", "Beth", "Raj")
FAMILY = ("Pérez", "García", "Smith", "Lee", "Nguyen", "Brown")


def column_of(folder: Path, header: str, cells: list[str]) -> PreviewColumn:
    path = folder / "survey.csv"
    lines = [f'"{header}",What else?', *(f'"{cell}",Say {i}' for i, cell in enumerate(cells))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return survey_csv.preview(path).columns[0]


def names(n: int = N) -> list[str]:
    return [f"{GIVEN[i % 8]} {FAMILY[i % 6]}" for i in range(n)]


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Fname",
            "Lname",
            "F_Name",
            "lastName",
            "LAST_NAME",
            "surname",
            "MI",
            "Your name",
            "Name (optional)",
        ),
        *(
            "What is your full name?",
            "Name of parent or guardian",
            "Teacher's last name",
            "Signature",
            "Initials",
        ),
        *("Apellidos", "ApellidoPaterno", "Primer apellido", "Nombre completo", "nombre_alumno", "Firma"),
        *("NombreDelEstudiante", "¿Cómo se llama?", "¿Cómo se llama su hijo?", "¿Cuál es su nombre?"),
        *("Tutor", "Padre o tutor", "Guardian", "Parent 1", "Respondent", "Contact", "Student", "Child"),
        *("Completed by", "Submitted by", "Emergency contact", "Contacto de emergencia", "V12"),
    ],
)
def test_names_of_people_are_left_out(tmp_path: Path, header: str) -> None:
    column = column_of(tmp_path, header, names())
    assert (column.guess, column.is_personal) == ("ignore", True)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Ph #",
            "Ph. No.",
            "Tel.",
            "Cell #",
            "Mobile",
            "Best number to reach you",
            "Celular",
            "Móvil",
            "V12",
        ),
        *("Student ID", "Student #", "SIS ID", "No. de alumno", "Matrícula", "Número de estudiante", "CURP"),
        *("SSN", "NSS", "RFC", "Employee ID", "Lunch number", "Medicaid ID", "Lunch PIN"),
    ],
)
def test_numbers_of_people_are_left_out(tmp_path: Path, header: str) -> None:
    column = column_of(tmp_path, header, [f"719555{i:04}" for i in range(N)])
    assert (column.guess, column.is_personal) == ("ignore", True)


CELLS = {
    "e-mail": "a{}@example.org",
    "e-mail with a name": "Ana P <a{}@example.org>",
    "e-mail in words": "a{} (at) example.org",
    "phone with dots": "719.555.10{}",
    "phone abroad": "+52 55 1234 10{}",
    "phone with extension": "719-555-10{} ext. 4",
    "coordinates": "39.73{}, -104.99{}",
    "point": "POINT(-104.99{} 39.73{})",
    "degrees": '39°{}\'12""N 104°{}\'1""W',
    "map": "https://www.google.com/maps/@39.73{},-104.99{},15z",
    "IPv4": "192.0.2.{}",
    "IPv6": "2001:db8::{}",
    "MAC": "00:1A:2B:3C:4D:{}",
    "browser": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) {}",
    "GUID": "0f1a2b{}-1b2c-4d3e-8f90-a1b2c3d4e5f6",
    "hash": "9e107d9d372bb6826bd81d3542a419{}",
    "birth date": "04/12/20{}",
    "street": "{} N. Main St., Apt 4",
    "calle": "Calle Hidalgo {}, Col. Centro",
    "avenida": "Av. Juárez No. {}",
    "student id": "202644{}",
    "social security": "123-45-67{}",
    "CURP": "PEGA{}0101HDFRRN09",
    "upload": "https://drive.google.com/open?id=1abc{}",
}


@pytest.mark.parametrize("shape", CELLS)
@pytest.mark.parametrize("every", [1, 3])
def test_personal_cells_under_a_harmless_name_are_left_out(tmp_path: Path, shape: str, every: int) -> None:
    cells = [CELLS[shape].replace("{}", str(10 + i)) if i % every == 0 else "" for i in range(N)]
    column = column_of(tmp_path, "Q7", cells)
    assert (column.guess, column.is_personal) == ("ignore", True)


def test_a_mixture_of_ways_to_reach_somebody_is_left_out(tmp_path: Path) -> None:
    cells = [f"a{i}@example.org" if i % 3 == 0 else f"719-555-{1000 + i}" for i in range(9)]
    cells += ["at school", "12 Elm Street"]
    assert column_of(tmp_path, "How can we reach you?", cells).is_personal


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("What would you name the new school?", ["Juniper High", "Oak Academy", "Unity School", "Pine"]),
        ("Name one thing we do well", ["Lunch", "Art", "Clear emails", "Buses"]),
        ("Nombre una cosa que hacemos bien", ["El arte", "Los autobuses", "La comida", "Nada"]),
        ("How should we address bullying?", ["Listen", "Train staff", "More adults", "Talk"]),
        ("Which phone app do you use?", ["ParentSquare", "ClassDojo", "Remind"]),
        ("Cell phone policy", ["Ban", "Allow", "Limit"]),
        ("School name", ["Juniper", "Oak"]),
        ("Nombre de la escuela", ["Juniper", "Oak"]),
        ("Is your child's teacher responsive?", ["Yes", "No"]),
        ("Teacher", ["Yes", "No"]),
        ("Zip code", [str(81000 + i) for i in range(24)]),
        ("Código postal", [str(81000 + i) for i in range(24)]),
        ("Preferred contact method", ["Email", "Phone", "Text"]),
        ("¿Quién es el tutor legal?", ["Madre", "Padre", "Abuela"]),
        ("¿En qué dirección debe ir el distrito?", ["Más arte", "Más ciencia"]),
        ("La dirección de la escuela me escucha", ["De acuerdo", "En desacuerdo"]),
        ("The school addresses my needs", ["Agree", "Disagree"]),
        ("My teacher knows my name", ["Agree", "Disagree"]),
        ("Which street is unsafe?", ["Main Street", "Elm Street", "Oak Ave"]),
        ("Signature programs", ["STEM", "Arts"]),
        ("Location of the next meeting", ["Library", "Gym"]),
        ("Budget suggestion ($)", [str(1000 * (i + 1)) for i in range(24)]),
        ("Número de estudiantes en el hogar", ["0", "1", "2", "3"]),
        ("Birth to five program", ["Great", "Too few places"]),
        ("First language", ["English", "Spanish"]),
        ("Country of birth", ["USA", "Mexico"]),
    ],
)
def test_a_harmless_column_is_not_hidden(tmp_path: Path, header: str, cells: list[str]) -> None:
    column = column_of(tmp_path, header, cells * (1 if len(cells) > 20 else 6))
    assert column.personal is None
    assert column.guess != "ignore"
