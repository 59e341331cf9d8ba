from django.utils import timezone

from tests import make
from tests.doors import Door, World, id_of
from throughline.accounts import actions
from throughline.accounts.models import Job, Membership, Role
from throughline.accounts.permissions import Actor


def furnish(world: World) -> None:
    owner = make.member(world.district, Role.OWNER)
    actor = make.actor(owner, world.district)
    world.rows["school"] = make.school()
    world.rows["member"] = make.member(world.district, Role.ANALYST)
    world.rows["membership"] = Membership.objects.get(person=world.rows["member"])
    world.rows["invitation"] = actions.invite_member(actor, email="new@example.org", role=Role.ANALYST)
    world.rows["job"] = Job.objects.create(
        kind="run",
        title="A run",
        person=owner,
        started_at=timezone.now(),
        report=[{"Row": 2, "What": "No name"}],
    )
    actions.record(Actor.system(world.district), "create_district", world.district)


_settings = {
    "name": "Juniper Valley",
    "contact": "Ms. Ortiz",
    "languages": ["en", "es"],
    "main_language": "en",
    "time_zone": "America/Denver",
    "accent": "#1f5b66",
}

DOORS: list[Door] = [
    Door("accent", public=True),
    Door("members"),
    Door("members", colleague_role=Role.COORDINATOR),
    Door("invite_member"),
    Door("invite_member", colleague=200, colleague_role=Role.COORDINATOR),
    Door(
        "invite_member",
        method="post",
        data=lambda world: {"email": "another@example.org", "role": Role.BOARD_MEMBER},
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("invite_members"),
    Door(
        "invite_members",
        method="post",
        data=lambda world: {"people": "one@example.org\ntwo@example.org", "role": Role.BOARD_MEMBER},
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door(
        "resend_invitation",
        kwargs=id_of("invitation"),
        method="post",
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("revoke_invitation", kwargs=id_of("invitation"), method="post", owner=303),
    Door("change_member", kwargs=id_of("membership")),
    Door(
        "change_member",
        kwargs=id_of("membership"),
        method="post",
        data=lambda world: {"roles": [Role.FACILITATOR]},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("remove_member", kwargs=id_of("membership")),
    Door(
        "remove_member", kwargs=id_of("membership"), method="post", owner=303, colleague_role=Role.COORDINATOR
    ),
    Door("end_member_sessions", kwargs=id_of("membership"), method="post", owner=303),
    Door(
        "end_member_sessions",
        kwargs=id_of("membership"),
        method="post",
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("district_settings"),
    Door(
        "district_settings",
        method="post",
        data=lambda world: _settings,
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("set_basics"),
    Door(
        "set_basics",
        method="post",
        data=lambda world: {**_settings, "rule_set": "public"},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("small_groups"),
    Door(
        "small_groups",
        method="post",
        data=lambda world: {"rule_set": "public"},
        owner=303,
        colleague_role=Role.ANALYST,
    ),
    Door("schools"),
    Door("create_school"),
    Door(
        "create_school",
        method="post",
        data=lambda world: {"name": "Piñon High", "level": "high"},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("create_schools"),
    Door(
        "create_schools",
        method="post",
        data=lambda world: {"lines": "Piñon High, High school, 39.1, -108.7"},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("edit_school", kwargs=id_of("school")),
    Door(
        "edit_school",
        kwargs=id_of("school"),
        method="post",
        data=lambda world: {"name": "Aspen Middle", "level": "middle"},
        owner=303,
        colleague_role=Role.COORDINATOR,
    ),
    Door("audit"),
    Door("audit", colleague_role=Role.COORDINATOR),
    Door("audit_csv"),
    Door("audit_csv", colleague_role=Role.COORDINATOR),
    Door("jobs"),
    Door("job", kwargs=id_of("job")),
    Door("job", kwargs=id_of("job"), colleague_role=Role.ANALYST),
    Door("cancel_job", kwargs=id_of("job"), method="post", owner=303, colleague_role=Role.ANALYST),
    Door("outbox", owner=404),
]
