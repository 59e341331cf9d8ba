"""The kinds of support that a district starts with, and where each has its place in Open Eligibility.

Open Eligibility is a public taxonomy of human services, at https://openeligibility.org. Its version 2.0
repeats a title wherever it fits: a title means the same everywhere, so it is the title that is compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from throughline.formats.folding import fold


@dataclass(frozen=True)
class Kind:
    """A kind of support: its short name, its name in English and Spanish, and titles of Open Eligibility.

    Services under one of the titles are of this kind. The first title is the one written in exports.
    """

    code: str
    english: str
    spanish: str
    open_eligibility: tuple[str, ...] = ()


KINDS: Final = (
    Kind(
        "health-care",
        "Health care",
        "Atención médica",
        (
            "Medical Care",
            "Primary Care",
            "Checkup & Test",
            "Vaccinations",
            "Help Pay for Healthcare",
            "Discounted Healthcare",
            "Health Insurance",
            "Maternity Care",
            "Physical Therapy",
            "Disease Management",
            "Prescription Assistance",
        ),
    ),
    Kind(
        "vision-dental",
        "Vision and dental exams",
        "Exámenes de la vista y dentales",
        ("Dental Care", "Vision Tests"),
    ),
    Kind(
        "food",
        "Food programs",
        "Programas de alimentos",
        (
            "Food",
            "Food Pantry",
            "Emergency Food",
            "Free Meals",
            "Food Delivery",
            "Help Pay for Food",
            "Food Benefits",
            "Community Gardens",
        ),
    ),
    Kind(
        "child-care",
        "Child care",
        "Cuidado de niños",
        (
            "Childcare",
            "Afterschool Care",
            "Preschool",
            "Day Camp",
            "Help Find Childcare",
            "Help Pay for Childcare",
        ),
    ),
    Kind(
        "teen-pregnancy-prevention",
        "Teen pregnancy prevention",
        "Prevención del embarazo adolescente",
        ("Family Planning", "Sex Education", "Birth Control"),
    ),
    Kind("teen-parenting", "Teen parenting", "Apoyo a padres y madres adolescentes"),
    Kind(
        "mental-health",
        "Mental health",
        "Salud mental",
        (
            "Counseling",
            "Mental Health Evaluation",
            "Understand Mental Health",
            "Psychiatric Emergency Services",
            "Bereavement",
        ),
    ),
    Kind(
        "substance-abuse",
        "Substance abuse prevention and intervention",
        "Prevención y atención del abuso de sustancias",
        ("Addiction & Recovery", "12-Step", "Detox", "Sober Living"),
    ),
    Kind("sports", "Sports and recreation", "Deporte y recreación"),
    Kind("mentoring", "Mentoring and reading help", "Mentoría y ayuda con la lectura", ("Mentoring",)),
    Kind(
        "work-experience",
        "Work experience",
        "Experiencia de trabajo",
        ("Work", "Job Placement", "Supported Employment", "Help Find Work", "Specialized Training"),
    ),
    Kind("enrichment", "Arts and enrichment", "Arte y enriquecimiento"),
    Kind(
        "academic-help",
        "Academic help",
        "Ayuda con los estudios",
        (
            "Tutoring",
            "Special Education",
            "Basic Literacy",
            "English as a Second Language (ESL)",
            "GED/High-School Equivalency",
            "Alternative Education",
        ),
    ),
    Kind(
        "college-career",
        "College and career",
        "Universidad y carrera",
        (
            "Help Pay for School",
            "Financial Aid & Loans",
            "Help Find School",
            "Skills Assessment",
            "Resume Development",
            "Interview Training",
        ),
    ),
    Kind(
        "basic-needs",
        "Basic needs",
        "Necesidades básicas",
        (
            "Goods",
            "Housing",
            "Clothing",
            "Clothes for School",
            "Baby Supplies",
            "Diapers & Formula",
            "Personal Care Items",
            "Furniture",
            "Help Pay for Housing",
            "Help Find Housing",
            "Help Pay for Utilities",
            "Emergency Shelter",
            "Safe Housing",
            "Immediate Safety",
            "Help Escape Violence",
            "Emergency Payments",
            "Help Pay for Transit",
            "Transportation for School",
        ),
    ),
    Kind(
        "family-engagement",
        "Family engagement",
        "Participación de las familias",
        ("Parenting Education", "Home Visiting", "Navigating the System", "Help Fill out Forms"),
    ),
)

TAXONOMY: Final = "Open Eligibility"

_KIND_OF: Final[Mapping[str, str]] = {
    fold(title): kind.code for kind in KINDS for title in kind.open_eligibility
}


def kinds_of_titles(titles: Iterable[str]) -> list[str]:
    """The kinds of support, by short name, that titles of Open Eligibility mean; unknown titles mean none."""
    return list(dict.fromkeys(code for title in titles if (code := _KIND_OF.get(fold(title)))))


def is_open_eligibility(*names: str) -> bool:
    """Whether one of the names or addresses of a taxonomy is that of Open Eligibility."""
    return any("openeligibility" in fold(name).replace(" ", "").replace("-", "") for name in names)
