from django import template

from throughline.listen.models import ContributorRole

register = template.Library()


@register.filter
def speaker(role: str) -> str:
    """The label of the role of the person quoted; empty if it is not known."""
    return str(ContributorRole(role).label) if role in ContributorRole.values else ""
