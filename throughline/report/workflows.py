"""Publish a cycle's page: compose what was released and decided, then record it as published."""

from throughline.accounts.permissions import Actor
from throughline.convene.models import Cycle
from throughline.report import actions, queries
from throughline.report.models import Publication


def publish_cycle(actor: Actor, cycle: Cycle) -> Publication:
    return actions.publish(actor, cycle, content=queries.compose(cycle))
