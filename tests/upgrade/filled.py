"""Fill the configured, empty database so that every table the product uses has a row.

A smaller sample district, the demo's walk through the whole process, and rows that neither creates. Run as
`python -m tests.upgrade.filled`.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from throughline.config import console
from throughline.config.server import processes

N_PEOPLE = 90
DIRECTORY = {
    "organizations": "id,name,description\no1,Dry Fork Library,Books and rooms\n",
    "services": "id,organization_id,name,status\ns1,o1,Homework hour,active\n",
    "locations": "id,organization_id,name,location_type\nl1,o1,The reading room,physical\n",
    "service_at_location": "id,service_id,location_id\na1,s1,l1\n",
    "addresses": "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
    "d1,l1,1 Fork Road,Dry Fork,CO,80000,US,physical\n",
    "contacts": "id,service_id,name\nc1,s1,The librarian\n",
    "phones": "id,service_id,number\np1,s1,555-0100\n",
    "schedules": "id,service_id,byday,opens_at,closes_at,freq\nh1,s1,MO,15:00,16:00,WEEKLY\n",
    "programs": "id,organization_id,name,description\ng1,o1,After school,What happens after the bell\n",
    "languages": "id,service_id,name,code\nn1,s1,Spanish,es\n",
    "accessibility": "id,location_id,description\ny1,l1,A ramp\n",
    "cost_options": "id,service_id,option,amount,currency\nm1,s1,A year,5,USD\n",
    "required_documents": "id,service_id,document\nr1,s1,Library card\n",
    "service_areas": "id,service_id,name\ne1,s1,Dry Fork\n",
    "funding": "id,organization_id,source\nf1,o1,Mill levy\n",
    "organization_identifiers": "id,organization_id,identifier_type,identifier\ni1,o1,EIN,00-0000000\n",
    "url": "id,organization_id,label,url\nu1,o1,Calendar,https://library.example/calendar\n",
    "units": "id,name\nv1,seats\n",
    "service_capacity": "id,service_id,unit_id,available,maximum,updated\n"
    "k1,s1,v1,3,12,2026-11-01T12:00:00Z\n",
    "taxonomies": "id,name,description\nx1,Open Eligibility,Human services\n",
    "taxonomy_terms": "id,name,description,taxonomy_id\nt1,Tutoring,Help with school,x1\n",
    "attributes": "id,link_id,link_entity,taxonomy_term_id\nb1,s1,service,t1\n",
    "metadata": "id,resource_id,resource_type,last_action_date,last_action_type,field_name,previous_value,"
    "replacement_value,updated_by\nw1,s1,service,2026-01-05,update,name,Homework,Homework hour,The library\n",
    "meta_table_descriptions": "id,name,language,character_set\nz1,services,en,utf-8\n",
}


def main() -> int:
    port = processes.any_free_port()
    base = f"http://localhost:{port}"
    os.environ |= {"THROUGHLINE_DEMO": "1", "THROUGHLINE_BASE_URL": base}
    if not console.is_ready("preparation"):
        return 1
    from django.db import transaction
    from django.utils import timezone

    from throughline.config.demo import sample, walk

    with transaction.atomic():
        sample.make(timezone.now(), n_people=N_PEOPLE)
    sign_in = sample.ensure()
    with processes.Server.running("127.0.0.1", port) as server:
        server.wait_until_it_answers()
        if walk.walk_the_line(base, sign_in):
            return 1
    what_else(sign_in.district)
    return bring_a_directory(sign_in.district)


def what_else(slug: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django_scopes import scope

    from throughline.accounts.actions import invite_member
    from throughline.accounts.models import District, Membership, Role
    from throughline.accounts.permissions import Actor
    from throughline.convene.actions import change_forum
    from throughline.convene.models import Cycle, Forum, ForumKind
    from throughline.listen.actions.appeal import make_appeal
    from throughline.listen.actions.imports import keeping_upload_for_cycle
    from throughline.listen.actions.moderation import moderate_voice
    from throughline.listen.actions.report import report_voice
    from throughline.listen.actions.urgent_desk import flag_as_urgent
    from throughline.listen.apps import SURVEY
    from throughline.listen.models import ModerationMove, Reason, Voice, VoiceState
    from throughline.listen.queries.contributor import new_token
    from throughline.measure.workflows import coverage_in_sight

    district = District.objects.get(slug=slug)
    with scope(district=district):
        owner = Membership.objects.get(role=Role.OWNER).person
        actor = Actor.of(district, owner)
        invite_member(actor, email="new@juniper-valley.example", role=Role.ANALYST)
        forum = Forum.objects.filter(kind=ForumKind.STATEMENTS).order_by("-pk")[0]
        change_forum(actor, forum, responders=[owner])
        rejected, flagged = Voice.objects.filter(forum=forum, state=VoiceState.RECEIVED).order_by("pk")[:2]
        moderate_voice(actor, rejected, move=ModerationMove.REJECT, reason=Reason.values[0])
        make_appeal(Actor.system(district), rejected, text="Please look again.")
        flag_as_urgent(actor, flagged)
        shown = Voice.objects.filter(forum=forum, state=VoiceState.APPROVED).order_by("pk")[0]
        report_voice(Actor.system(district), shown, reason=Reason.values[0], token=new_token())
        waiting = SimpleUploadedFile("survey.csv", b"What should change first?\nThe buses\n")
        cycle = Cycle.objects.order_by("-pk")[0]
        with keeping_upload_for_cycle(actor, cycle, SURVEY, files=[waiting], title="On paper"):
            pass
        ask_pages(district, owner)
        come_together(district)
        for survey in Forum.objects.filter(kind=ForumKind.SURVEY):
            coverage_in_sight(survey)
    keep_ways_to_sign_in(owner)


def ask_pages(district: Any, owner: Any) -> None:
    """Submit forms: invitations to a survey, and the roles compared with population figures."""
    from django.test import Client

    from throughline.convene.models import Forum, ForumKind

    survey = Forum.objects.filter(kind=ForumKind.SURVEY).order_by("pk")[0].public_id
    figures = named("Population")._base_manager.filter(district=district).order_by("pk")[0].public_id
    desk = Client(HTTP_HOST="localhost")
    desk.force_login(owner)
    for address, form in (
        (district.url("invitations", forum_id=survey), {"title": "Letter", "n_invited": "300"}),
        (district.url("compare_roles", forum_id=survey, population_id=figures), {"roles": ["family"]}),
    ):
        answered = desk.post(address, form)
        if answered.status_code != 303:
            raise RuntimeError(f"{address}: {answered.status_code} {answered.content.decode()[:500]}")


def come_together(district: Any) -> None:
    """Vote from one network, by more browsers than a household has."""
    from django.test import Client
    from django.utils import timezone

    from throughline.convene.models import Forum, ForumKind
    from throughline.listen import tasks
    from throughline.listen.models import Burst
    from throughline.listen.queries.statement import open_statements

    now = timezone.now()
    forums = [one for one in Forum.objects.filter(kind=ForumKind.STATEMENTS) if one.is_open(now)]
    address = district.url("vote", forum_id=forums[0].public_id)
    statement = open_statements(forums[0])[0].public_id
    for _number in range(4):
        browser = Client(HTTP_HOST="localhost", REMOTE_ADDR="203.0.113.7")
        browser.post(address, {"statement": statement, "answer": "agree"})
    tasks.note_bursts(district)
    if not Burst.objects.exists():
        raise RuntimeError("Nobody was seen to have come together")


def named(name: str) -> Any:
    """Return a model by its name, from any app."""
    from django.apps import apps

    (found,) = (model for model in apps.get_models() if model.__name__ == name)
    return found


def keep_ways_to_sign_in(person: Any) -> None:
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    TOTP.activate(person, "A" * 32)


def bring_a_directory(slug: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        for stem, text in DIRECTORY.items():
            (Path(folder) / f"{stem}.csv").write_text(text, encoding="utf-8")
        code = console.main(["import", "hsds", folder, "--district", slug])
    check_the_directory(slug)
    return code


def check_the_directory(slug: str) -> None:
    """Check its quality, and try a website that answers."""
    from datetime import date

    from django_scopes import scope

    from throughline.accounts.models import District
    from throughline.accounts.permissions import Actor
    from throughline.partner import actions, workflows

    district = District.objects.get(slug=slug)
    organization = named("Organization")._base_manager.filter(district=district).order_by("pk")[0]
    with scope(district=district):
        visit = named("LinkVisit")(
            entry_table="organization",
            entry_key=organization.pk,
            field="website",
            address="https://library.example",
            tried_on=date(2026, 11, 1),
        )
        actions.note_link_visits(Actor.system(district), visits=[visit])
        workflows.check_directory(district)
        put_in_order(Actor.system(district))


def put_in_order(actor: Any) -> None:
    """Keep a mapping, merge two entries, and stop an import between being done and changing known rows."""
    from throughline.partner import actions

    actions.keep_mapping(actor, name="The county's list", columns={"Agency": "organization.name"})
    actions.change_directory_settings(
        actor,
        approves_partner_edits=True,
        sends_reminders=False,
        helper_name="Rosa Benavides",
        helper_phone="970-555-0142",
    )
    kept, removed = (
        actions.create_organization(actor, name=name) for name in ("Fork Fund", "Fork Fund Inc.")
    )
    pair = named("Duplicate").objects.create(
        table="organization", first_key=kept.pk, second_key=removed.pk, score=1.0, reasons=["same_name"]
    )
    actions.merge_duplicate(actor, pair, kept_key=kept.pk, choices={})
    brought = named("DirectoryImport").objects.all()[0]
    named("PendingChange").objects.create(
        brought_by=brought, table="organization", key=kept.pk, values={"name": "Dry Fork Fund"}
    )


if __name__ == "__main__":
    sys.exit(main())
