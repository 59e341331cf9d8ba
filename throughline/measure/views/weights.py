from django.http import HttpResponse
from django.utils.translation import gettext as _

from throughline.accounts.actions import start_job
from throughline.accounts.permissions import Request
from throughline.measure import tasks
from throughline.measure.forms import StartWeightsForm
from throughline.measure.permissions import get_forum_to_analyze_for
from throughline.measure.queries.weights.margins import margins_to_choose
from throughline.ui.form_pages import form_page, posted, require_get_or_post, see_other


@require_get_or_post
def start_weights(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    choices = margins_to_choose(forum)
    form = StartWeightsForm(posted(request), choices=choices)
    if form.is_valid():
        cleaned = form.cleaned_data
        job = start_job(
            request.actor,
            kind="weights",
            title=lambda: _("Weighting: %(forum)s") % {"forum": forum.title},
            task=tasks.find_weights,
            forum_id=forum.public_id,
            margins=cleaned["margins"],
            smallest=cleaned["smallest"],
            largest=cleaned["largest"],
            leaves_out_empty=cleaned["empty"] == "leave_out",
        )
        return see_other(request.district.url("job", job_id=job.public_id))
    return form_page(
        request, "measure/start_weights.html", form, cycle=forum.cycle, forum=forum, choices=choices
    )
