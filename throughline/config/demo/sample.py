"""The demo district: the same people, votes and texts every time, dated from the day it is created."""

import random
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from throughline.accounts import actions
from throughline.accounts.models import District, Person, SetupStep
from throughline.accounts.permissions import Actor
from throughline.config.demo import files
from throughline.config.demo.finished_cycle import FinishedCycle
from throughline.config.demo.open_cycle import OpenCycle
from throughline.config.demo.story import SEED, Story
from throughline.convene.models import Forum, ForumKind
from throughline.listen.workflows.sample import first_code, new_token
from throughline.measure.workflows.sample import keep_figures

PASSWORD = "a line from every voice"  # noqa: S105 of invented people, on this machine alone
N_PEOPLE = 320


@dataclass(frozen=True)
class SignIn:
    """The accounts to sign in with, and the code of one demo participant's private link."""

    district: str
    password: str
    people: tuple[tuple[str, str], ...]
    follow_code: str


def ensure() -> SignIn:
    """Create the district unless it exists; return its accounts."""
    about: files.District = files.read("district")
    district = District.objects.filter(slug=about["slug"]).first()
    if district is None:
        with transaction.atomic():
            district = make(timezone.now())
    roles = tuple((person["role"], person["email"]) for person in about["people"])
    return SignIn(district.slug, PASSWORD, roles, _code_of_the_first_answer(district))


def demo_message(base: str, sign_in: SignIn) -> str:
    lines = [
        "",
        "Juniper Valley Schools is a demo district. Its people and data are not real. It is running at:",
        f"  {base}/d/{sign_in.district}/          public site for families",
        f"  {base}/d/{sign_in.district}/desk/     staff home page",
        f"  {base}/d/{sign_in.district}/f/{sign_in.follow_code}/     one private link",
        "",
        f"To sign in, use the password “{sign_in.password}” with one of these emails:",
        *(f"  {email:40} {role.replace('_', ' ')}" for role, email in sign_in.people),
        "",
        "Press Ctrl-C to stop. To start over, delete the demo's folder.",
    ]
    return "\n".join(lines)


def make(now: datetime, seed: int = SEED, *, n_people: int = N_PEOPLE) -> District:
    """Create the district: a finished cycle, a half-finished one, a meeting, a survey with gaps, partners.

    `n_people` vote in the finished cycle. With fewer the database is smaller, but nothing is left out.
    """
    about: files.District = files.read("district")
    district, _link = actions.create_district(
        slug=about["slug"],
        name=about["name"],
        state=about["state"],
        languages=["en", "es"],
        nces_id=about["nces_id"],
        state_id=about["state_id"],
        contact=about["contact"],
        is_sample=True,
    )
    dice = random.Random(seed)  # noqa: S311 numbers of an invented district
    with scope(district=district), timezone.override(district.zone):
        owner = _people(district, about)
        story = Story(district, owner, dice, now, n_people)
        keep_figures(owner, files.read("figures"), as_of=f"{story.today.year}")
        FinishedCycle(story).make()
        OpenCycle(story).make()
    return district


def _people(district: District, about: files.District) -> Actor:
    system = Actor.system(district)
    schools = {}
    for school in about["schools"]:
        schools[school["name"]] = actions.create_school(
            system,
            name=school["name"],
            level=school["level"],
            state_id=school["state_id"],
            latitude=school["latitude"],
            longitude=school["longitude"],
        )
    for row in about["people"]:
        person = actions.create_person(
            email=row["email"], name=row["name"], password=PASSWORD, language=row.get("language", "")
        )
        actions.add_member(system, person=person, role=row["role"], school=schools.get(row.get("school", "")))
    actions.confirm_setup(system, district, steps=SetupStep.values)
    return Actor.of(district, Person.objects.get(email=about["people"][0]["email"]))


def _code_of_the_first_answer(district: District) -> str:
    """The link code of the first answer to the open question; its token is derived again from the seed."""
    with scope(district=district):
        forum = Forum.objects.filter(kind=ForumKind.QUESTION).order_by("pk").first()
        token = new_token(random.Random(f"{SEED} answers"))  # noqa: S311
        return first_code(forum, token) if forum else ""
