"""A public cycle with a released finding, ready for a directive, a response and publication."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from tests import make
from throughline.accounts.models import District
from throughline.accounts.permissions import Actor
from throughline.align.actions import create_directive, respond
from throughline.align.models import Directive
from throughline.convene.models import Cycle, Forum, ForumKind
from throughline.listen.actions.tally import count_all
from throughline.listen.models import Contributor, Voice
from throughline.listen.queries.contributor import code_hash, follow_code
from throughline.report.models import Publication
from throughline.report.workflows import publish_cycle
from throughline.understand.actions import release_findings
from throughline.understand.models import Finding
from throughline.understand.releases import released_findings

FINDING = "People want hands-on learning."
DIRECTIVE = "Give every student a workshop."
REASON = "There is room and there are teachers."


@dataclass
class PublicCycle:
    """A public cycle. `token` is the token of a browser that answered; `voice` is its answer."""

    district: District
    actor: Actor
    cycle: Cycle
    forum: Forum
    token: str
    contributor: Contributor
    voice: Voice
    finding: Finding

    def code(self, of: Any) -> str:
        return follow_code(self.token, of.public_id)

    def directive(self) -> Directive:
        return create_directive(
            self.actor,
            self.cycle,
            sentence=make.translated(DIRECTIVE, "Un taller para cada estudiante."),
            findings=released_findings(self.cycle),
        )

    def respond(self, directive: Directive, reason: str = REASON, kind: str = "adopt") -> None:
        respond(
            self.actor,
            directive,
            kind=kind,
            reason=make.translated(reason, reason),
            decided_by=make.translated("The board", "La junta"),
            decided_on=date(2026, 11, 3),
        )

    def publish(self) -> Publication:
        return publish_cycle(self.actor, self.cycle)

    def page(self, client: Client | None = None, **query: str) -> str:
        url = self.district.url("public_cycle", cycle_id=self.cycle.public_id)
        return (client or Client()).get(url, query).content.decode()

    def followed_findings(self, code: str, **query: str) -> str:
        return Client().get(self.district.url("follow", code=code), query).content.decode()


def make_public_cycle(district: District, *, n_texts: int = 12, is_released: bool = True) -> PublicCycle:
    """Create a cycle: `n_texts` people answer a question; a code on their answers supports a finding."""
    actor = Actor.system(district)
    cycle = make.cycle(is_public=True)
    forum = make.forum(cycle, ForumKind.QUESTION)
    token = make.token()
    first = make_contributor(forum, token)
    voice = write_text(forum, first, token, "More wood and metal, please.")
    others = [
        make.voice(forum, f"A workshop ({n})", contributor=make.contributor(forum))
        for n in range(n_texts - 1)
    ]
    code = make.code(cycle, "Hands-on learning", voice, *others)
    finding = make.finding(cycle, FINDING, code=code)
    count_all(forum)
    if is_released:
        release_findings(actor, cycle, [finding])
    return PublicCycle(district, actor, cycle, forum, token, first, voice, finding)


def make_contributor(forum: Forum, token: str, **fields: Any) -> Contributor:
    made = make.contributor(forum, token, **fields)
    made.follow_hash = code_hash(follow_code(token, made.public_id))
    made.save()
    return made


def write_text(forum: Forum, by: Contributor | None, token: str, text: str, **fields: Any) -> Voice:
    write = make.statement if forum.kind == ForumKind.STATEMENTS else make.voice
    voice = write(forum, text, contributor=by, received_at=timezone.now(), **fields)
    voice.follow_hash = code_hash(follow_code(token, voice.public_id))
    voice.save()
    return voice
