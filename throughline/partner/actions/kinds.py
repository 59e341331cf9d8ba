"""Kinds of support."""

from django.db import transaction

from throughline.accounts.actions import record
from throughline.accounts.permissions import Actor
from throughline.partner.models import (
    SupportKind,
)
from throughline.ui.fields import TranslatedText

TERMS = [
    ("health-care", "Health care", "Atención médica"),
    ("vision-dental", "Vision and dental exams", "Exámenes de la vista y dentales"),
    ("food", "Food programs", "Programas de alimentos"),
    ("child-care", "Child care", "Cuidado de niños"),
    ("teen-pregnancy-prevention", "Teen pregnancy prevention", "Prevención del embarazo adolescente"),
    ("teen-parenting", "Teen parenting", "Apoyo a padres y madres adolescentes"),
    ("mental-health", "Mental health", "Salud mental"),
    (
        "substance-abuse",
        "Substance abuse prevention and intervention",
        "Prevención y atención del abuso de sustancias",
    ),
    ("sports", "Sports and recreation", "Deporte y recreación"),
    ("mentoring", "Mentoring and reading help", "Mentoría y ayuda con la lectura"),
    ("work-experience", "Work experience", "Experiencia de trabajo"),
    ("enrichment", "Arts and enrichment", "Arte y enriquecimiento"),
]


@transaction.atomic
def ensure_terms(actor: Actor) -> list[SupportKind]:
    """Return the district's kinds of support; create the default ones on first use."""
    if not SupportKind.objects.exists():
        for position, (code, english, spanish) in enumerate(TERMS):
            term = SupportKind.objects.create(
                code=code, name=TranslatedText.of("en", english, es=spanish), position=position
            )
            record(actor, "create_term", term, code=code)
    return list(SupportKind.objects.all())


@transaction.atomic
def add_term(actor: Actor, *, code: str, name: TranslatedText) -> SupportKind:
    ensure_terms(actor)
    term = SupportKind.objects.create(code=code, name=name, position=SupportKind.objects.count())
    record(actor, "create_term", term, code=code)
    return term
