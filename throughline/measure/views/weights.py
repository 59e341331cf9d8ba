from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from throughline.accounts.actions import start_job
from throughline.accounts.permissions import Request
from throughline.measure import tasks
from throughline.measure.forms import StartWeightsForm
from throughline.measure.permissions import get_forum_to_analyze_for
from throughline.measure.queries.weights.margins import margins_to_choose
from throughline.ui.form_pages import require_get_or_post


@require_get_or_post
def start_weights(request: Request, forum_id: str) -> HttpResponse:
    forum = get_forum_to_analyze_for(request.actor, forum_id)
    choices = margins_to_choose(forum)
    form = StartWeightsForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        job = start_job(
            request.actor,
            kind="weights",
            title=_("Weights: %(forum)s") % {"forum": forum.title},
            task=tasks.find_weights,
            forum_id=forum.public_id,
            margins=form.cleaned_data["margins"],
            smallest=form.cleaned_data["smallest"],
            largest=form.cleaned_data["largest"],
            leaves_out_empty=form.cleaned_data["empty"] == "leave_out",
        )
        return HttpResponseRedirect(request.district.url("job", job_id=job.public_id))
    context = {"cycle": forum.cycle, "forum": forum, "form": form, "choices": choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "measure/start_weights.html", context, status=status)
