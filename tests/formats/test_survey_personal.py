"""Personal data is guessed by names of columns and by cells; questions about other things are not."""

from pathlib import Path

import pytest

from throughline.formats import survey_csv
from throughline.formats.survey_csv import PreviewColumn, personal_cells
from throughline.formats.survey_csv.personal import personal_by_header

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


FEW = ("Xiong", "Abdi", "Maria")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        *((header, FEW) for header in ("First name?", "Name?", "Student name?", "Child's name?")),
        ("¿Nombre del estudiante?", FEW),
        ("Child's first and last name?", FEW),
        ("Home address?", ("12 Elm", "4 Oak", "9 Pine")),
        ("Birthday?", ("March 3", "May 4", "June 5")),
        ("Student ID?", ("A12", "B33", "C44")),
        ("Instagram handle?", ("joe1", "zed", "kim")),
        ("Please tell us the first and last name of your child at this school", FEW),
        ("Please enter the full legal name of the student you are answering about", FEW),
        ("What name should we call you?", FEW),
        ("Your name and the grade of the child you are answering about", FEW),
        ("Words before the question. " * 40 + "Please enter your name", FEW),
        ("What is the best phone number to reach you?", ("719 555 0101", "7195550102", "719-555-0103")),
        ("Child 1 name", FEW),
        ("What is the name of your oldest child?", FEW),
        ("Nombre completo de su hijo o hija y su grado escolar actual", FEW),
        ("Teacher's name this year", ("Lopez", "Smith", "Xiong") * 8),
        ("Teacher name (homeroom)", ("Ms. Lopez", "Mr. Smith", "Mrs. Xiong") * 8),
        ("Facebook", ("fb/joe", "fb/ann", "kimz", "lee", "zoe", "pat")),
    ],
)
def test_a_label_with_a_question_mark_and_a_long_request_are_left_out(
    tmp_path: Path, header: str, cells: tuple[str, ...]
) -> None:
    column = column_of(tmp_path, header, list(cells))
    assert (column.guess, column.is_personal) == ("ignore", True)


YES_NO = ("Yes", "No", "Sometimes")
HOW_OFTEN = ("Daily", "Weekly", "Never")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Income", ("25000-49999", "50000-74999", "75000-99999")),
        ("When did you move here?", ("1990-1999", "2000-2009", "2010-2019")),
        ("Year", ("2023-2024", "2022-2023", "2021-2022")),
        ("Best time", ("10.00-11.30", "09.00-10.30", "11.00-12.30")),
        ("Grades", ("1.5, 2.5", "2.5, 3.5", "3.5, 4.0")),
        ("Which city do you live in?", ("Austin Texas", "Madison Wisconsin", "Jackson Wyoming")),
        ("Where do you live?", ("Austin Texas", "Madison Wisconsin", "Jackson Wyoming")),
        ("How often do you check your email?", HOW_OFTEN),
        ("Does the office update your address fast enough?", YES_NO),
        ("Should staff learn your name?", YES_NO),
        ("What language is used at home with your name?", ("English", "Spanish", "Hmong")),
        ("Street safety", ("Good", "Bad", "Fine")),
        ("Street parking", ("Good", "Bad", "Fine")),
        ("Device", ("Chromebook", "Phone", "Tablet")),
        ("Tipo de dispositivo en casa", ("Tableta", "Celular", "Laptop")),
        ("Lived here how long", ("1 year", "2 years", "12 years")),
        ("Household number", ("3", "4", "12")),
        ("Parent number", ("1", "2", "11")),
        ("Email newsletter", HOW_OFTEN),
        ("Prefer text or email", ("Text", "Email", "Both")),
        ("Facebook", HOW_OFTEN),
        ("Teacher names on doors", ("Good idea", "Bad idea", "Unsure")),
        ("Usuario del transporte escolar", ("Diario", "A veces", "Nunca")),
        ("Nombres de mascota preferidos", ("Águilas", "Lobos", "Osos")),
        ("Firma del contrato colectivo", ("A favor", "En contra", "Tal vez")),
        ("Home address changes process", ("Easy", "Hard", "Slow")),
        ("Cell phone policy", ("Allow before 3 pm", "Ban", "Ban after 8")),
        ("Mobile app usefulness", ("4 stars", "3 stars", "5 stars")),
    ],
)
def test_choices_that_repeat_are_no_personal_data(
    tmp_path: Path, header: str, cells: tuple[str, ...]
) -> None:
    column = column_of(tmp_path, header, list(cells) * 4)
    assert column.personal is None
    assert column.guess != "ignore"


@pytest.mark.parametrize("question", ["Who is your favorite author?", "Which book should we read?"])
def test_names_that_answer_a_question_about_others_are_shown(tmp_path: Path, question: str) -> None:
    cells = ["Mark Twain", "Jane Austen", "Victor Hugo", "Stephen King"]
    assert column_of(tmp_path, question, cells).guess == "text"
    assert column_of(tmp_path, "Who is your child's teacher?", cells).personal == "name"


@pytest.mark.parametrize("n", [60, 9_000])
def test_a_header_that_repeats_itself_is_read_at_once(n: int) -> None:
    assert personal_by_header("what is the " + "your child " * n + "?") is None


@pytest.mark.parametrize(
    ("cell", "personal"),
    [
        ("1.111" + " " * 290 + "!", None),
        ("1°" + "1°n" * 99 + "!", None),
        ("a" * 300, None),
        ("1 " * 150, None),
        ("calle a" + " #1" * 97, "address"),
    ],
)
def test_cells_that_repeat_themselves_are_read_at_once(cell: str, personal: str | None) -> None:
    cells = [f"{cell}{i:02}" for i in range(100)]
    assert personal_cells.personal_by_cells(cells, 100, is_question=True) == personal
