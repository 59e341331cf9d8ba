from django.utils.translation import gettext as _

from throughline.convene.models import Forum, ForumKind


def steps(forum: Forum, current: int) -> list[dict[str, object]]:
    """The named steps of taking part in a kind of forum, with the current one marked."""
    if forum.kind == ForumKind.STATEMENTS:
        names = [_("Vote"), _("Add a statement"), _("Follow your responses")]
    elif forum.kind == ForumKind.SURVEY:
        names = [_("Answer"), _("Review"), _("Follow your responses")]
    else:
        names = [_("Answer"), _("Follow your responses")]
    return [{"label": name, "is_current": number == current} for number, name in enumerate(names, 1)]
