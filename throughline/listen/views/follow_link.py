"""The secret link by which people follow what they contributed."""

from throughline.accounts.permissions import Request
from throughline.ui.share import PrivateLink, private_link


def follow_link(request: Request, code: str) -> PrivateLink:
    return private_link(request.district.name, request.district.url("follow", code=code), code)


def one_link(request: Request, code: str) -> PrivateLink:
    """The link to everything that one browser said in the district."""
    return private_link(request.district.name, request.district.url("everything", code=code), code)
