"""What an entry is called on pages: one without a name by its organization."""

from django.utils.translation import gettext as _

from throughline.partner.models import Location, Organization, Service


def named(entry: Organization | Service | Location) -> str:
    """The name of an entry; without one, what it is and whose."""
    name = entry.title if isinstance(entry, Location) else entry.name or _("No name")
    is_nameless = not entry.name
    organization = None if isinstance(entry, Organization) else entry.organization
    if is_nameless and organization is not None:
        return _("%(name)s (%(organization)s)") % {"name": name, "organization": organization}
    return name
