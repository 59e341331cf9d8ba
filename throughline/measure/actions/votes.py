"""Store the current votes of a forum. This is a cache of the log, so it writes no audit row."""

from throughline.convene.models import Forum
from throughline.measure.models import KeptVotes
from throughline.measure.queries.current_votes import CurrentVotes, digest_of, packed


def keep_votes(forum: Forum, current: CurrentVotes) -> KeptVotes:
    content = packed(current)
    stored, _is_new = KeptVotes.objects.update_or_create(
        forum=forum,
        defaults={
            "district": forum.district,
            "log_position": current.log_position,
            "n_rows": current.n_rows,
            "packed": content,
            "digest": digest_of(content),
        },
    )
    return stored
