"""Schemathesis asks the API whatever its description allows, and what it does not, and finds nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.partner.api.furnished import Furnished, furnish_directory
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.partner.api import addresses
from throughline.partner.api.parameters import MOST_PER_PAGE

EXAMPLES = {"": 10, "3.1/": 4}
"""Made-up requests for each address and method by the address of the version."""

RECORDS = {
    "services": "homework",
    "organizations": "library",
    "service_at_locations": "at_branch",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "term",
}


@pytest.fixture
def directory(system: Actor) -> Furnished:
    return furnish_directory(system)


@contextmanager
def connection_of_the_test() -> Iterator[None]:
    """The end of a request closes connections. On PostgreSQL that would end the test's own."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(params=EXAMPLES)
def described(
    request: pytest.FixtureRequest,
    district: District,
    directory: Furnished,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Any]:
    """The description that is served, with the ids of rows that exist as examples.

    The newer version differs in its answers alone: the boundaries of the parameters are not tried again.
    """
    monkeypatch.setattr(addresses, "DIRECTORY_READS_A_MINUTE", 1_000_000)
    path = f"{district.url('hsds_root')}{request.param}openapi.json"
    served = Client().get(path).json()
    for name, row in RECORDS.items():
        [of_path] = [
            one for one in served["paths"][f"/{name}/{{id}}"]["get"]["parameters"] if one["in"] == "path"
        ]
        of_path["example"] = str(getattr(directory, row).hsds_id)
    generation = {"deterministic": True, "max-examples": EXAMPLES[request.param], "database": "none"}
    config = SchemathesisConfig.from_dict(
        {"generation": generation, "phases": {"coverage": {"enabled": request.param == ""}}}
    )
    schema = schemathesis.openapi.from_dict(served, config=config)
    schema.app, schema.location = uncompressed(WSGIHandler()), path
    with connection_of_the_test():  # Django's own client, used above, does this for each request
        yield schema


def uncompressed(app: Any) -> Any:
    """The same application for a client that would not unpack what is compressed."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return app(environ, start_response)

    return answer


statuses: list[int] = []


def check(case: Any) -> None:
    response = case.call()
    unless = [positive_data_acceptance] if needs_another(case) else []
    case.validate_response(response, excluded_checks=unless)
    statuses.append(response.status_code)


def needs_another(case: Any) -> bool:
    """Whether a parameter fits only beside another one, which no description of single parameters can say."""
    for given in (case.query, case.body):
        if not isinstance(given, dict):
            continue
        is_true = given.get("minimal") in (True, "true")
        try:
            if float(given.get("per_page", 0)) > MOST_PER_PAGE and not is_true:
                return True
        except (TypeError, ValueError):
            return False  # no number: refused for that
        if "," not in str(given.get("proximity", ",")) and not given.get("postcode"):
            return True
    return False


@pytest.mark.slow
def test_nothing_is_found_against_the_description(described: Any) -> None:
    """Each address is asked with each parameter at its boundaries, and with made-up ones, fitting or not."""
    found, operations = {}, set()
    statuses.clear()
    made = get_all_tests(
        schema=described,
        test_func=check,
        settings=settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)),
        given_kwargs=None,
    )
    for result in made:
        operation, ask = result.ok()
        operations.add((operation.method, operation.path))
        try:
            ask()
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - of whatever kind, it is reported
            found[f"{operation.method} {operation.path}"] = error
    assert not found, "\n\n".join(f"{where}: {describe(error)}" for where, error in found.items())
    assert len(operations) == 17, "all but the description itself"
    assert {200, 400} <= set(statuses), "what fits is answered, and what does not fit is refused"


def describe(error: BaseException) -> str:
    parts = getattr(error, "exceptions", [error])
    return "\n".join(str(part) for part in parts)
