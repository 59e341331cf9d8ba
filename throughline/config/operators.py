"""Operators' commands that run once Django is set up. Each prints what it found or changed."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from throughline.accounts import actions, queries, tasks
from throughline.accounts.actions import JobRefused, record
from throughline.accounts.models import District, DistrictRow, Person
from throughline.accounts.permissions import Actor
from throughline.config.databases import refusal
from throughline.formats.problems import BadFile

N_HASH_SIGNS = 12


def _say_no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _district(slug: str) -> District | None:
    return District.objects.filter(slug=slug).first()


def _no_district(slug: str) -> int:
    known = ", ".join(District.objects.order_by("slug").values_list("slug", flat=True)) or "none"
    return _say_no(
        f"There is no district {slug!r}. Districts: {known}. Create one: throughline create-district --help"
    )


def create_district(arguments: argparse.Namespace) -> int:
    try:
        district, link = actions.create_district(
            slug=arguments.slug,
            name=arguments.name,
            state=arguments.state.upper(),
            time_zone=arguments.time_zone,
            languages=[code.strip() for code in arguments.languages.split(",") if code.strip()],
            owner_email=arguments.owner_email,
        )
    except ValidationError as error:
        return _say_no("The district was not created. " + " ".join(error.messages))
    print(f"Created {district.name}. Send this invitation link to its owner:\n{link}")
    return 0


def reset_two_step(arguments: argparse.Namespace) -> int:
    person = Person.objects.filter(email=arguments.email.strip().lower()).first()
    if person is None:
        return _say_no(f"There is no account with the email {arguments.email!r}. Nothing was changed.")
    if not person.is_active:
        return _say_no(f"The account of {person.email} is not active. Nothing was changed.")
    n_factors, n_sessions = actions.reset_two_step(person, grace_hours=arguments.grace_hours)
    tasks.mail_two_step_reset.enqueue(person.public_id)
    print(
        f"Reset two-step sign-in for {person.email}. Passkeys, apps and backup codes removed: {n_factors}. "
        f"Sessions ended: {n_sessions}. The person can now sign in with their password. We emailed them."
    )
    if queries.has_to_use_two_step(person):
        print(
            f"Their role requires two-step sign-in. Hours left to set it up again: {arguments.grace_hours}."
        )
    return 0


def import_polis(arguments: argparse.Namespace) -> int:
    from throughline.measure import workflows

    district = _district(arguments.district)
    if district is None:
        return _no_district(arguments.district)
    with scope(district=district), timezone.override(district.zone):
        try:
            lines = workflows.import_polis(
                Actor.system(district),
                arguments.directory,
                cycle_id=arguments.cycle,
                title=arguments.title,
            )
        except (BadFile, JobRefused) as problem:
            return _say_no(f"Nothing was imported. {problem}")
    for line in lines:
        print(line)
    return 0


def import_hsds(arguments: argparse.Namespace) -> int:
    from throughline.partner import workflows

    district = _district(arguments.district)
    if district is None:
        return _no_district(arguments.district)
    with scope(district=district), timezone.override(district.zone):
        try:
            lines = workflows.import_directory(Actor.system(district), arguments.directory)
        except (BadFile, JobRefused) as problem:
            return _say_no(f"Nothing was imported. {problem}")
    for line in lines:
        print(line)
    return 0


def export_polis(arguments: argparse.Namespace) -> int:
    from throughline.convene.models import Forum
    from throughline.measure import workflows

    district = _district(arguments.district)
    if district is None:
        return _no_district(arguments.district)
    with scope(district=district), timezone.override(district.zone):
        forum = Forum.objects.filter(public_id=arguments.forum, kind="statements").first()
        if forum is None:
            return _say_no(
                f"There is no statements forum with the ID {arguments.forum!r} in {district.name}."
            )
        try:
            actor, is_tied = Actor.system(district), arguments.tied
            lines = workflows.export_polis(actor, forum, arguments.directory, is_tied=is_tied)
        except OSError as problem:
            return _say_no(f"The files could not be written to {arguments.directory}: {problem.strerror}.")
        record(actor, "export_forum", forum, tied=is_tied)
    for line in lines:
        print(line)
    return 0


def export(arguments: argparse.Namespace) -> int:
    from throughline.config import exports

    district = _district(arguments.district)
    return _no_district(arguments.district) if district is None else exports.export(arguments, district)


def reproduce(arguments: argparse.Namespace) -> int:
    """Recompute a release: return 0 if all numbers are the same, 3 if any differs, 1 if it is not found."""
    from throughline.understand import workflows
    from throughline.understand.releases import Release

    district = _district(arguments.district)
    if district is None:
        return _no_district(arguments.district)
    with scope(district=district), timezone.override(district.zone):
        named = models.Q(public_id=arguments.release)
        if len(arguments.release) >= N_HASH_SIGNS:
            named |= models.Q(sha256__startswith=arguments.release.lower())
        release = Release.objects.select_related("cycle__district").filter(named).first()
        if release is None:
            return _say_no(
                f"There is no release with the ID or fingerprint {arguments.release!r} in {district.name}."
            )
        found = workflows.reproduce(release)
    if found.is_identical:
        print(
            f"identical: all {found.n_compared} numbers and texts of release {release.number} are the same."
        )
        return 0
    n_different = len(found.differences)
    print(f"{n_different} of {found.n_compared} numbers and texts of release {release.number} are different:")
    for difference in found.differences:
        print(f"- {difference}")
    return 3


def _keys_joining_two_districts() -> Iterator[str]:
    """Yield the foreign keys that join rows of two districts, checked on the rows themselves."""
    with scopes_disabled():
        for model in apps.get_models():
            if issubclass(model, DistrictRow):
                yield from _foreign_keys_across_districts(model)


def _foreign_keys_across_districts(model: type[DistrictRow]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, DistrictRow):
            rows = model._base_manager.filter(**{f"{field.name}__isnull": False})
            n = rows.exclude(**{f"{field.name}__district": models.F("district")}).count()
            if n:
                yield f"{model.__name__}.{field.name}: rows that link two districts: {n}"


LOCAL = ("", "localhost", "127.0.0.1", "::1")


def _connections_anybody_may_read() -> Iterator[str]:
    """Connections to other machines that are not encrypted, or whose other end is not verified."""
    host = str(connection.settings_dict["HOST"])
    mode = connection.settings_dict["OPTIONS"].get("sslmode")
    if host not in LOCAL and not host.startswith("/") and mode != "verify-full":
        yield (
            f"The database is on another server ({host}), and its certificate is not verified. "
            "Add ?sslmode=verify-full&sslrootcert=system to THROUGHLINE_DATABASE_URL."
        )
    is_mailed = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    if is_mailed and settings.EMAIL_HOST not in LOCAL and not settings.EMAIL_USE_TLS:
        yield f"Email is sent unencrypted to {settings.EMAIL_HOST}. Turn on THROUGHLINE_EMAIL_TLS."


def n_changes_waiting() -> int:
    """How many migrations are not applied yet; all of them if there is no database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check() -> int:
    """Print all problems, one a line, and return 1; return 0 if there are none."""
    faults: list[str] = []
    why = refusal()
    if why:
        faults.append(why)
    elif n_waiting := n_changes_waiting():
        faults.append(
            f"The database is not up to date. Pending migrations: {n_waiting}. Run `throughline serve` once."
        )
    else:
        faults.extend(_keys_joining_two_districts())
    if settings.DEBUG:
        faults.append("THROUGHLINE_DEBUG is on, so error pages show internal details. Turn it off.")
    if not settings.IS_HTTPS and not settings.DEMO:
        faults.append(
            "THROUGHLINE_BASE_URL does not start with https, so sign-in cookies are sent unencrypted."
        )
    faults.extend(_connections_anybody_may_read())
    if settings.IS_HTTPS and not settings.TRUSTED_PROXIES:
        faults.append(
            "THROUGHLINE_TRUSTED_PROXIES is 0, so the HTTPS proxy is not trusted. All visitors seem to use "
            "HTTP and one IP address. Set it to the number of proxies."
        )
    home = Path(settings.HOME)
    if home.stat().st_mode & 0o077:
        faults.append(f"Other users of this server can read {home}. Run: chmod 700 {home}")
    try:
        call_command("check")
    except SystemCheckError as problem:
        faults.append(str(problem).strip())
    for fault in faults:
        print(fault)
    if not faults:
        print("No problems found. Settings, database and the separation between districts are in order.")
    return 1 if faults else 0
