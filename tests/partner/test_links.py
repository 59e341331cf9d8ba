"""Links of the directory are tried only where that is turned on, politely, and only on the open web."""

from datetime import date
from typing import Any

import pytest

from tests import make
from tests.formats.web import PUBLIC, Web, page, to
from throughline.accounts.models import District
from throughline.formats.hsds.quality import links
from throughline.formats.visits import NoAnswer, Reply
from throughline.partner import queries, workflows
from throughline.partner.models import LinkVisit, Organization, Service


class Answers:
    """A visitor with an answer for each address, that remembers what it was asked."""

    def __init__(self, **statuses: int | str) -> None:
        self.statuses = statuses
        self.asked: list[str] = []

    def head(self, address: str) -> Reply:
        self.asked.append(address)
        answer = self.statuses.get(links.host_of(address).split(".")[0], 200)
        if isinstance(answer, str):
            raise NoAnswer(answer)  # type: ignore[arg-type]
        return Reply(answer, b"", address)

    def ask(self, address: str) -> Reply:
        return self.head(address)


@pytest.fixture
def turned_on(settings: Any) -> None:
    settings.CHECK_LINKS = True


def test_no_link_is_tried_unless_the_operator_has_turned_it_on(district: District) -> None:
    make.organization(website="https://good.example.org")
    visitor = Answers()
    assert workflows.try_links(district, visitor) == 0
    assert (visitor.asked, LinkVisit.objects.count()) == ([], 0)


@pytest.mark.usefixtures("turned_on")
def test_a_dead_link_is_a_problem_of_its_entry_until_it_is_changed(district: District) -> None:
    good = make.organization("Good", website="https://good.example.org")
    bad = make.service("Bad", good, url="gone.example.org/help")
    assert workflows.try_links(district, Answers(gone=404)) == 2
    workflows.check_directory(district)
    assert not any("did not work" in one for one in queries.problems_of_entry("organization", good.pk))
    (sentence,) = [one for one in queries.problems_of_entry("service", bad.pk) if "did not work" in one]
    assert "“gone.example.org/help” did not work." in sentence
    Service.objects.update(url="https://new.example.org")
    workflows.check_directory(district)
    assert not any("did not work" in one for one in queries.problems_of_entry("service", bad.pk))


@pytest.mark.usefixtures("turned_on")
def test_a_link_is_tried_once_in_a_month_and_again_when_it_changed(district: District) -> None:
    make.organization(website="https://one.example.org")
    visitor = Answers()
    assert workflows.try_links(district, visitor) == 1
    assert workflows.try_links(district, visitor) == 0
    Organization.objects.update(website="https://two.example.org")
    assert workflows.try_links(district, visitor) == 1
    assert visitor.asked == ["https://one.example.org", "https://two.example.org"]
    assert LinkVisit.objects.get().address == "https://two.example.org"


@pytest.mark.usefixtures("turned_on")
def test_few_links_of_one_host_are_tried_at_a_time(district: District) -> None:
    for i in range(9):
        make.organization(website=f"https://big.example.org/{i}")
    make.organization(website="https://small.example.org")
    make.organization(website="no address at all")
    visitor = Answers()
    assert workflows.try_links(district, visitor) == 6
    assert sorted(map(links.host_of, visitor.asked)) == ["big.example.org"] * 5 + ["small.example.org"]


@pytest.mark.parametrize(
    ("answer", "dead"),
    [
        (200, False),
        (404, True),
        (410, True),
        (403, False),
        (429, False),
        (500, False),
        ("unknown", True),
        ("timeout", True),
        ("closed", True),
        ("certificate", True),
        ("redirects", True),
        ("private", False),
        ("size", False),
    ],
)
def test_what_a_dead_link_is(answer: int | str, dead: bool) -> None:
    assert links.is_dead(Answers(site=answer), "https://site.example.org") is dead


def test_a_server_that_does_not_know_head_is_asked_for_the_page() -> None:
    web = Web({"site.example.org": [PUBLIC]}, [page(status="405 No"), page(b"words")])
    assert not links.is_dead(web.visitor(), "http://site.example.org/")
    assert [request.split()[0] for request in web.requests] == [b"HEAD", b"GET"]


def test_a_redirect_to_a_private_address_is_refused_and_nothing_there_is_asked() -> None:
    web = Web(
        {"site.example.org": [PUBLIC], "metadata.example.org": ["169.254.169.254"]},
        [to("http://metadata.example.org/latest/")],
    )
    assert not links.is_dead(web.visitor(), "http://site.example.org/")
    assert web.connected == [(PUBLIC, 80)]


def test_a_dead_link_says_when_it_was_tried() -> None:
    problem = links.dead_link("service", "1", "url", "https://gone.example.org", date(2026, 11, 30))
    assert "2026-11-30" in problem.report_row.problem
