"""Lists of services and reports about entries of the sample district. Only the sample calls this."""

from collections.abc import Sequence
from typing import Final

from throughline.accounts.models import School
from throughline.accounts.permissions import Actor
from throughline.partner.actions import (
    add_to_service_list,
    create_service_list,
    handle_report,
    report_entry,
)
from throughline.partner.models import Service, ServiceList, WrongReason
from throughline.ui.fields import TranslatedText

NEW_FAMILIES: Final = (
    "Family navigator",
    "English classes for adults",
    "Food pantry",
    "Children's dental clinic",
    "Help with health insurance",
)
GRADUATES: Final = ("Help with college applications", "Apprenticeship night", "GED preparation")


def bring_lists_and_reports(actor: Actor, schools: Sequence[School]) -> None:
    """A list for all families, one of a school that only its link opens, and three reports."""
    new_families = create_service_list(
        actor,
        name=TranslatedText.of("en", "New families", es="Familias nuevas"),
        note=TranslatedText.of(
            "en",
            "Five places that help in the first weeks. All of them speak English and Spanish.",
            es="Cinco lugares que ayudan en las primeras semanas. En todos se habla inglés y español.",
        ),
        is_public=True,
    )
    graduates = create_service_list(
        actor,
        name=TranslatedText.of("en", "After graduation", es="Después de graduarse"),
        school=next((school for school in schools if school.level == School.Level.HIGH), None),
    )
    _fill(actor, new_families, NEW_FAMILIES)
    _fill(actor, graduates, GRADUATES)
    reader = Actor.contributor(actor.district)
    for name, reason, words in (
        ("Swim lessons", WrongReason.COST, "It is $40 for eight lessons now."),
        ("Big pals", WrongReason.PHONE, ""),
        ("Bookmobile", WrongReason.HOURS, "In winter it comes at 1 p.m."),
    ):
        report = report_entry(reader, _named(name), reason=reason, words=words)
    handle_report(actor, report, outcome="fixed", note="Called the library.")


def _fill(actor: Actor, service_list: ServiceList, names: Sequence[str]) -> None:
    for name in names:
        add_to_service_list(actor, _named(name), service_list=service_list)


def _named(name: str) -> Service:
    return Service.objects.order_by("pk").filter(name=name)[0]
