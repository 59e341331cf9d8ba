"""Every search of the product finds words in any case, with or without accents."""

from collections.abc import Callable, Iterable

import pytest

from tests import make
from throughline.accounts.models import District, Person
from throughline.accounts.queries import districts_of_server
from throughline.align.models import Directive
from throughline.align.queries import directives_found
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.guide.queries import help_topics
from throughline.listen.models import VoiceState
from throughline.listen.queries.moderation import statements_to_merge_into
from throughline.listen.queries.voices import VoiceFilter, voices_to_read
from throughline.partner import queries
from throughline.partner.models import Address, Location, Organization, Service, ServiceAtLocation
from throughline.understand.queries.codes import texts_for_desk
from throughline.understand.queries.findings import statements_for_evidence

RIGHT = "Más PARTICIPACIÓN de los niños en la Educación"
WRONG = "Lunch is too short"
TYPED = ["participación", "PARTICIPACION", "ninos participacion", "NIÑOS", "nin\u0303os", '"los ninos"']

Find = Callable[[str], Iterable[object]]


def _texts(rows: Iterable[object], *names: str) -> list[str]:
    return [str(getattr(row, name)) for row in rows for name in names]


def _forum(kind: str = ForumKind.STATEMENTS) -> Forum:
    return make.forum(make.cycle(), kind)


def _statements() -> Cycle:
    forum = _forum()
    for text in (RIGHT, WRONG):
        make.statement(forum, text, state=VoiceState.APPROVED)
    return forum.cycle


def _voices(district: District, analyst: Person) -> Find:
    forum = _forum(ForumKind.QUESTION)
    for text in (RIGHT, WRONG):
        make.voice(forum, text)
    actor = make.actor(analyst, district)
    return lambda words: _texts(voices_to_read(actor, VoiceFilter(search=words)), "text")


def _merging(district: District, analyst: Person) -> Find:
    voice = make.statement(_statements().forums.get(), "Another statement")
    return lambda words: [found.voice.text for found in statements_to_merge_into(voice, words)]


def _coding_desk(district: District, analyst: Person) -> Find:
    cycle = _statements()
    return lambda words: _texts(texts_for_desk(cycle, q=words), "text")


def _evidence(district: District, analyst: Person) -> Find:
    cycle = _statements()
    return lambda words: _texts(statements_for_evidence(cycle, q=words), "text")


def _directives(district: District, analyst: Person) -> Find:
    cycle = make.cycle()
    Directive.objects.create(cycle=cycle, sentence=make.translated("Take part", RIGHT))
    make.directive(cycle, WRONG)
    found = {"Take part": RIGHT}
    return lambda words: [
        found.get(row.sentence.in_language("en"), "wrong")
        for row in directives_found(words, ["en", "es"], Directive.objects.all())
    ]


def _services(district: District, analyst: Person) -> Find:
    Service.objects.create(name=RIGHT)
    Service.objects.create(name=WRONG)
    return lambda words: _texts(queries.services(words), "name")


def _descriptions(district: District, analyst: Person) -> Find:
    Service.objects.create(name="A", description=RIGHT)
    Service.objects.create(name="B", alternate_name=WRONG)
    return lambda words: _texts(queries.services(words), "description")


def _services_of_organizations(district: District, analyst: Person) -> Find:
    for name in (RIGHT, WRONG):
        Service.objects.create(name=name[:3], organization=Organization.objects.create(name=name))
    return lambda words: _texts(queries.services(words), "organization")


def _services_in_cities(district: District, analyst: Person) -> Find:
    for city in (RIGHT, WRONG):
        location = Location.objects.create(name="Here")
        Address.objects.create(location=location, city=city)
        service = Service.objects.create(name="A service", description=city[:3])
        ServiceAtLocation.objects.create(service=service, location=location)
    return lambda words: [RIGHT if row.description == RIGHT[:3] else "" for row in queries.services(words)]


def _organizations(district: District, analyst: Person) -> Find:
    Organization.objects.create(name=RIGHT)
    Organization.objects.create(name=WRONG)
    return lambda words: _texts(queries.organizations(words), "name")


def _districts(district: District, analyst: Person) -> Find:
    make.district("right", name=RIGHT)
    make.district("wrong", name=WRONG)
    return lambda words: _texts(districts_of_server(words), "name")


SEARCHES = [
    _voices,
    _merging,
    _coding_desk,
    _evidence,
    _directives,
    _services,
    _descriptions,
    _services_of_organizations,
    _services_in_cities,
    _organizations,
    _districts,
]


@pytest.mark.parametrize("prepare", SEARCHES)
def test_a_search_ignores_case_and_accents(
    district: District, analyst: Person, prepare: Callable[[District, Person], Find]
) -> None:
    find = prepare(district, analyst)
    assert {words: list(find(words)) for words in TYPED} == {words: [RIGHT] for words in TYPED}
    assert list(find("participa%n")) == list(find("ni_os")) == list(find("niños\\")) == []
    assert list(find("ninos lunch")) == list(find('"ninos los"')) == []


def test_help_ignores_case_and_accents() -> None:
    found = [topic.slug for topic in help_topics("decisión")]
    assert found
    assert [topic.slug for topic in help_topics("DECISION")] == found


def test_the_case_of_the_issue_is_found(district: District) -> None:
    organization = Organization.objects.create(name="CENTRO DE EDUCACIÓN JUNIPER")
    Service.objects.create(organization=organization, name="Educación para niños")
    for words in ("educación", "EDUCACIÓN", "educacion"):
        assert (queries.services(words).count(), queries.organizations(words).count()) == (1, 1)
    for words in ("niños", "NIÑOS", "ninos"):
        assert (queries.services(words).count(), queries.organizations(words).count()) == (1, 0)
