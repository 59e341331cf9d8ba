"""The secret link by which people follow what they contributed."""

import segno
from django.conf import settings

from throughline.accounts.permissions import Request


def follow_link(request: Request, code: str) -> dict[str, str]:
    path = request.district.url("follow", code=code)
    url = settings.BASE_URL + path
    qr = segno.make_qr(url, error="m").svg_data_uri(scale=4, border=4, light="#ffffff")
    return {"code": code, "path": path, "url": url, "qr": qr}
