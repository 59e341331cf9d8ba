"""One link to everything a browser said in the district, made only when somebody asks for it."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from throughline.accounts.permissions import Actor, Request, limit, public
from throughline.listen.actions import contributor
from throughline.listen.permissions import get_forum_to_take_part_in
from throughline.listen.views.browser_token import kept_token
from throughline.ui.form_pages import see_other

ONE_LINKS_A_MINUTE = 30


@public
@require_POST
def make_one_link(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_take_part_in(request.actor, forum_id)
    limit(request, "one_link", ONE_LINKS_A_MINUTE)
    token = kept_token(request)
    if token:
        contributor.make_one_link(Actor.taking_part(request), forum, token=token)
    return see_other(f"{request.district.url('part_done', forum_id=forum.public_id)}#one-link")
