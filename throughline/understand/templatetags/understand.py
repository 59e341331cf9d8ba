from django import template

from throughline.listen.models import ContributorRole

register = template.Library()


@register.filter
def speaker(role: str) -> str:
    """The role of the person quoted, where it may be published."""
    return str(ContributorRole(role).label) if role in ContributorRole.values else ""
