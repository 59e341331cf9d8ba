"""The `throughline` command for operators."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from math import inf
from pathlib import Path
from typing import Literal, TypeAlias

from throughline.config.argument_types import non_negative
from throughline.config.command_arguments import (
    add_check_directory_arguments,
    add_opinion_groups_arguments,
)
from throughline.config.export_kinds import EXPORTS, add_arguments, add_polis_arguments
from throughline.config.server import processes

Command: TypeAlias = Callable[[argparse.Namespace], int]
Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Needs: TypeAlias = Literal["nothing", "application", "tables", "preparation"]
"""What a command needs: Django set up, an up-to-date database, or a database updated first."""

SECONDS_TO_WAIT_FOR_THE_DATABASE = 300  # longer, and whatever started `serve` starts it again
INTERRUPTED = 130  # the exit code that shells report for a command ended by Ctrl-C


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.config.settings")
    import django

    django.setup()


def _may_use_database(patience_seconds: float) -> bool:
    """Return whether this version can use the database, waiting while it is away; print why if not."""
    from throughline.config import databases, outages

    try:
        why = outages.ask_patiently(databases.refusal, patience_seconds)
    except outages.AWAY:
        why = "The database cannot be used. The line above says why. Start the database, then try again."
    if why:
        print(why, file=sys.stderr)
    return not why


def _is_password_list_there() -> bool:
    from throughline.config.sign_in.passwords import check_password_list

    faults = check_password_list()
    for fault in faults:
        print(fault.msg, file=sys.stderr)
    return not faults


def _prepare(patience_seconds: float) -> bool:
    """Bring database, translations and static files up to date, if possible; idempotent."""
    from django.conf import settings
    from django.core.management import call_command

    from throughline.config import translations

    if not _may_use_database(patience_seconds) or not _is_password_list_there():
        return False
    translations.compile_stale()
    if settings.PSEUDO_LANGUAGE in dict(settings.LANGUAGES):
        translations.write_pseudo(settings.HOME / "locale")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return True


def _has_tables(patience_seconds: float) -> bool:
    """Return whether the database exists and is up to date; print what to do if not."""
    from throughline.config import operators

    if not _may_use_database(patience_seconds):
        return False
    n_waiting = operators.n_changes_waiting()
    if n_waiting:
        print(
            f"The database is not up to date. Pending migrations: {n_waiting}. Run `throughline serve` once, "
            "and check that THROUGHLINE_HOME is the right folder.",
            file=sys.stderr,
        )
    return not n_waiting


def is_ready(needs: Needs, patience_seconds: float = 0) -> bool:
    """Provide what a command needs; return False, with the reason printed, if that is not possible.

    A database that is away is waited for, as long as `patience_seconds`.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if needs == "nothing":
        return True
    _begin()
    if needs == "tables":
        return _has_tables(patience_seconds)
    return needs == "application" or _prepare(patience_seconds)


def isolate_demo(home: Path, base: str) -> None:
    """Keep the demo district out of an operator's database and mail."""
    for name in ("THROUGHLINE_DATABASE_URL", "THROUGHLINE_EMAIL_BACKEND", "THROUGHLINE_HOSTS"):
        os.environ.pop(name, None)
    os.environ |= {"THROUGHLINE_HOME": str(home), "THROUGHLINE_DEMO": "1", "THROUGHLINE_BASE_URL": base}


def demo(arguments: argparse.Namespace) -> int:
    if arguments.check and not arguments.home:
        # A walk's releases cannot be made twice, so each walk gets a new district.
        with tempfile.TemporaryDirectory(prefix="throughline-check-") as fresh:
            return _demo(arguments, Path(fresh))
    return _demo(arguments, Path(arguments.home or ".throughline-demo").resolve())


def _demo(arguments: argparse.Namespace, home: Path) -> int:
    port = arguments.port or (processes.any_free_port() if arguments.check else 8000)
    if not processes.is_free(port):
        print(
            f"Port {port} is in use. Stop the program that uses it, or choose another port: demo --port 8001",
            file=sys.stderr,
        )
        return 1
    base = f"http://localhost:{port}"
    isolate_demo(home, base)
    if not is_ready("preparation"):
        return 1
    from throughline.config.demo import sample, walk

    sign_in = sample.ensure()
    with processes.Server.running("127.0.0.1", port) as server:
        server.wait_until_it_answers()
        if arguments.check:
            return walk.walk_the_line(base, sign_in)
        return server.stay(sample.demo_message(base, sign_in))


def serve(arguments: argparse.Namespace) -> int:
    with processes.Server.running(arguments.bind, arguments.port) as server:
        server.wait_until_it_answers()
        address = processes.address_of(arguments.bind, arguments.port)
        return server.stay(f"Throughline is running at {address}. Press Ctrl-C to stop it.")


# Imported late: these modules import models, which need Django to be set up.


def worker(arguments: argparse.Namespace) -> int:
    from throughline.config.worker import work

    return work(once=arguments.once)


def create_district(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.create_district(arguments)


def import_polis(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.import_polis(arguments)


def import_hsds(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.import_hsds(arguments)


def export_polis(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.export_polis(arguments)


def export(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.export(arguments)


def reproduce(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.reproduce(arguments)


def reset_two_step(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.reset_two_step(arguments)


def check(arguments: argparse.Namespace) -> int:
    from throughline.config import operators

    return operators.check()


def opinion_groups(arguments: argparse.Namespace) -> int:
    from throughline.config import opinion_groups

    return opinion_groups.opinion_groups(arguments)


def check_directory(arguments: argparse.Namespace) -> int:
    from throughline.config import check_directory

    return check_directory.check_directory(arguments)


def _command(parent: Parsers, name: str, needs: Needs, run: Command, help: str) -> argparse.ArgumentParser:
    command = parent.add_parser(name, help=help, description=help)
    command.set_defaults(run=run, needs=needs, patience_seconds=0)
    return command


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="throughline", description="One line from every voice to every decision, and back."
    )
    commands = top.add_subparsers(title="commands", metavar="", required=True)
    _add_servers(commands)
    _add_districts(commands)
    _add_people(commands)
    _add_imports_and_exports(commands)
    _add_opinion_groups(commands)
    _add_checks(commands)
    return top


def _add_servers(commands: Parsers) -> None:
    made = _command(
        commands,
        "demo",
        "nothing",
        demo,
        "Start a server with a demo district. Writes only to .throughline-demo/.",
    )
    made.add_argument(
        "--check",
        action="store_true",
        help="test the whole process over HTTP in a temporary folder, print each step and stop",
    )
    made.add_argument("--port", type=int, default=0, help="default: 8000; --check uses any free port")
    made.add_argument("--home", default="", help="folder for the demo's database and uploads")

    made = _command(
        commands,
        "serve",
        "preparation",
        serve,
        "Start the server and one background worker. Updates the database tables first if needed.",
    )
    made.add_argument("--bind", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    made.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    made.set_defaults(patience_seconds=SECONDS_TO_WAIT_FOR_THE_DATABASE)

    made = _command(
        commands,
        "worker",
        "tables",
        worker,
        "Run background tasks and scheduled tasks until stopped. Changes whatever the tasks change.",
    )
    made.add_argument("--once", action="store_true", help="run the pending tasks, then stop")
    made.set_defaults(patience_seconds=inf)


def _add_districts(commands: Parsers) -> None:
    made = _command(
        commands,
        "create-district",
        "preparation",
        create_district,
        "Create a district and print an invitation link for its owner.",
    )
    made.add_argument("slug", help="short name for web addresses, such as juniper-valley")
    made.add_argument("--name", required=True, help="full name of the district")
    made.add_argument("--owner-email", required=True, help="email address of the first owner")
    made.add_argument("--state", default="", help="two-letter code, such as CO")
    made.add_argument("--time-zone", default="America/Denver", help="default: America/Denver")
    made.add_argument("--languages", default="en,es", help="source language first (default: en,es)")


def _add_people(commands: Parsers) -> None:
    made = _command(
        commands,
        "reset-two-step",
        "tables",
        reset_two_step,
        "Reset two-step sign-in for a person. Removes their passkeys, authenticator app and backup codes, "
        "signs them out, emails them and adds an entry to the audit log of each of their districts.",
    )
    made.add_argument("email", help="email address the person uses to sign in")
    made.add_argument(
        "--grace-hours",
        type=non_negative,
        default=24,
        metavar="N",
        help="how long they have to set it up again if their role requires it (default: 24)",
    )


def _add_imports_and_exports(commands: Parsers) -> None:
    bring_in = commands.add_parser(
        "import", help="Import data from other systems. If there is an error, nothing is imported."
    )
    kinds = bring_in.add_subparsers(title="what", metavar="", required=True)
    made = _command(
        kinds,
        "polis",
        "tables",
        import_polis,
        "Import a Polis conversation as a new statements forum.",
    )
    made.add_argument("directory", type=Path, help="folder of the export")
    made.add_argument("--district", required=True, help="short name of the district")
    made.add_argument("--cycle", default="", help="ID of the cycle; default: a new cycle")
    made.add_argument("--title", default="", help="forum title; default: the topic of the conversation")
    made = _command(kinds, "hsds", "tables", import_hsds, "Import a service directory (HSDS 1.0 to 3.1).")
    made.add_argument("directory", type=Path, help="folder of the CSV files")
    made.add_argument("--district", required=True, help="short name of the district")

    take_out = commands.add_parser(
        "export", help="Export a district's data. Changes nothing except the audit log."
    )
    kinds = take_out.add_subparsers(title="what", metavar="", required=True)
    made = _command(kinds, "polis", "tables", export_polis, "Export a statements forum in Polis format.")
    add_polis_arguments(made)
    for kind, about in EXPORTS.items():
        add_arguments(_command(kinds, kind, "tables", export, f"Export {about.help}."), kind)


def _add_opinion_groups(commands: Parsers) -> None:
    made = _command(
        commands,
        "opinion-groups",
        "nothing",
        opinion_groups,
        "Find opinion groups in the votes of a Polis export. The result is groups, a spectrum or no pattern. "
        "Needs no database and changes nothing.",
    )
    add_opinion_groups_arguments(made)


def _add_checks(commands: Parsers) -> None:
    made = _command(
        commands,
        "reproduce",
        "tables",
        reproduce,
        "Recompute a release from its stored data. Prints “identical”, or which numbers differ and why. "
        "Changes nothing.",
    )
    made.add_argument("release", help="ID, or the first 12 or more characters of the SHA-256 fingerprint")
    made.add_argument("--district", required=True, help="short name of the district")

    made = _command(
        commands,
        "check-directory",
        "nothing",
        check_directory,
        "Grade a directory of services. Needs no database and changes nothing. Exit code 0: good, also with "
        "warnings; 1: faulty; 2: cannot be read.",
    )
    add_check_directory_arguments(made)

    _command(
        commands,
        "check",
        "application",
        check,
        "Check the settings, the database and the separation between districts. Changes nothing.",
    )


def main(words: Sequence[str] | None = None) -> int:
    processes.flush_each_line()
    arguments = parser().parse_args(words)
    run: Command = arguments.run
    try:
        return run(arguments) if is_ready(arguments.needs, arguments.patience_seconds) else 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
