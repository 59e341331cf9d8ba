from django import template

from throughline.listen.models import ContributorRole

register = template.Library()


@register.filter
def speaker(role: str) -> str:
    """Who is quoted, as far as it may be told."""
    return str(ContributorRole(role).label) if role in ContributorRole.values else ""
