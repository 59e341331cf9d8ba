from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request, allow
from throughline.align import actions, permissions, queries
from throughline.align.forms import ActionForm, DirectiveForm, InitiativeForm, ProgressForm, ResponseForm
from throughline.convene.permissions import linked_pages
from throughline.formats.writing import csv_lines
from throughline.ui.downloads import csv_download, filename
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.understand.releases import released_findings

CYCLES_PER_PAGE = 10
DIRECTIVES_PER_CYCLE = 20
INITIATIVES_PER_MATRIX = 12


def _search_words(request: Request) -> str:
    """The search for directives in an initiative's form."""
    return request.GET.get("find_directives", "").strip()[:100]


@require_safe
def directives(request: Request) -> HttpResponse:
    """List cycles with their first directives; with `?cycle=`, all directives of that cycle, paginated."""
    allow(permissions.may_read_plans(request.actor))
    context: dict[str, object] = {"may_write": permissions.may_write_directives(request.actor)}
    if "cycle" in request.GET:
        cycle = permissions.get_planning_cycle_for(request.actor, request.GET["cycle"])
        page = page_of(request, queries.directives_of(cycle))
        context |= {"cycle": cycle, "page": page, "lines": queries.listed(page)}
        context["cycles"] = queries.directives_by_cycle([cycle], n_each=0)
    else:
        context["page"] = page = page_of(request, queries.cycles_to_plan(), CYCLES_PER_PAGE)
        context["cycles"] = queries.directives_by_cycle(list(page), DIRECTIVES_PER_CYCLE)
    return render(request, "align/directives.html", context)


@require_GET
def directives_csv(request: Request) -> HttpResponseBase:
    allow(permissions.may_read_plans(request.actor))
    cycle_id = request.GET.get("cycle")
    cycle = permissions.get_planning_cycle_for(request.actor, cycle_id) if cycle_id else None
    rows = queries.directives_to_export(cycle)
    record(request.actor, "export_directives", cycle or request.district, n_directives=rows.count())
    header = queries.directives_header(request.district.languages)
    lines = csv_lines(header, queries.directives_rows(request.district, rows))
    about, id_ = (cycle.title, cycle.public_id) if cycle else (request.district.name, request.district.slug)
    return csv_download(lines, filename("priorities", about, "csv", if_unnamed=id_))


@require_get_or_post
def create_directive(request: Request, cycle_id: str) -> HttpResponse:
    allow(permissions.may_write_directives(request.actor))
    cycle = permissions.get_planning_cycle_for(request.actor, cycle_id)
    form = DirectiveForm(posted(request), cycle=cycle)
    made = act(form, actions.create_directive, request.actor, cycle)
    if made:
        return see_other(request.district.url("directive", directive_id=made.public_id))
    return form_page(
        request, "align/create_directive.html", form, cycle=cycle, findings=released_findings(cycle)
    )


@require_get_or_post
def edit_directive(request: Request, directive_id: str) -> HttpResponse:
    allow(permissions.may_write_directives(request.actor))
    directive = permissions.get_directive_for(request.actor, directive_id)
    initial: dict[str, object] = {"sentence": directive.sentence, "findings": directive.findings.all()}
    form = DirectiveForm(posted(request), cycle=directive.cycle, directive=directive, initial=initial)
    if act(form, actions.edit_directive, request.actor, directive):
        return see_other(request.district.url("directive", directive_id=directive.public_id))
    return form_page(request, "align/edit_directive.html", form, directive=directive)


@require_safe
def directive(request: Request, directive_id: str) -> HttpResponse:
    directive = permissions.get_directive_for(request.actor, directive_id)
    line = queries.directive_line(directive)
    return render(
        request,
        "align/directive.html",
        {
            "line": line,
            "findings": queries.findings_with_evidence(line),
            "linked_pages": linked_pages(request.actor, directive.cycle),
            "may_respond": permissions.may_respond(request.actor),
            "may_plan": permissions.may_answer_directive(request.actor, directive),
            "may_write": permissions.may_write_directives(request.actor),
        },
    )


@require_get_or_post
def respond(request: Request, directive_id: str) -> HttpResponse:
    allow(permissions.may_respond(request.actor))
    directive = permissions.get_directive_for(request.actor, directive_id)
    form = ResponseForm(
        posted(request), initial={"decided_by": directive.cycle.decider, "decided_on": _today(request)}
    )
    if act(form, actions.respond, request.actor, directive):
        messages.success(
            request,
            _("Response saved. It will appear on the public page the next time the page is published."),
        )
        return see_other(request.district.url("directive", directive_id=directive.public_id))
    return form_page(request, "align/respond.html", form, directive=directive)


@require_safe
def initiatives(request: Request) -> HttpResponse:
    allow(permissions.may_read_plans(request.actor))
    return render(
        request,
        "align/initiatives.html",
        {
            "page": page_of(request, queries.initiatives()),
            "may_write": permissions.may_create_initiative(request.actor),
        },
    )


@require_GET
def initiatives_csv(request: Request) -> HttpResponseBase:
    allow(permissions.may_read_plans(request.actor))
    rows = queries.initiatives_to_export()
    record(request.actor, "export_initiatives", request.district, n_initiatives=rows.count())
    header = queries.initiatives_header(request.district.languages)
    lines = csv_lines(header, queries.initiatives_rows(request.district, rows))
    district = request.district
    return csv_download(lines, filename("initiatives", district.name, "csv", if_unnamed=district.slug))


@require_get_or_post
def create_initiative(request: Request) -> HttpResponse:
    allow(permissions.may_create_initiative(request.actor))
    asked_for = queries.directives_named(request.GET.getlist("directive"))
    form = InitiativeForm(
        posted(request), actor=request.actor, initial={"directives": asked_for}, words=_search_words(request)
    )
    made = act(form, actions.create_initiative, request.actor)
    if made:
        return see_other(request.district.url("initiative", initiative_id=made.public_id))
    return form_page(request, "align/create_initiative.html", form)


@require_get_or_post
def edit_initiative(request: Request, initiative_id: str) -> HttpResponse:
    initiative = permissions.get_initiative_to_edit_for(request.actor, initiative_id)
    fields = [
        "title",
        "description",
        "state",
        "required_by",
        "owner",
        "pilot_question",
        "pilot_ends_on",
        "is_public",
    ]
    initial: dict[str, object] = {name: getattr(initiative, name) for name in fields}
    initial |= {"directives": initiative.directives.all(), "schools": initiative.schools.all()}
    form = InitiativeForm(
        posted(request),
        actor=request.actor,
        initiative=initiative,
        initial=initial,
        words=_search_words(request),
    )
    if act(form, actions.edit_initiative, request.actor, initiative):
        return see_other(request.district.url("initiative", initiative_id=initiative.public_id))
    return form_page(request, "align/edit_initiative.html", form, initiative=initiative)


@require_safe
def initiative(request: Request, initiative_id: str) -> HttpResponse:
    initiative = permissions.get_initiative_for(request.actor, initiative_id)
    return render(
        request,
        "align/initiative.html",
        {
            "initiative": initiative,
            "directives": initiative.directives.all(),
            "schools": initiative.schools.all(),
            "actions": page_of(request, queries.actions_of(initiative)),
            "may_write": permissions.may_edit_initiative(request.actor, initiative),
        },
    )


@require_get_or_post
def create_action(request: Request, initiative_id: str) -> HttpResponse:
    initiative = permissions.get_initiative_to_edit_for(request.actor, initiative_id)
    form = ActionForm(posted(request))
    if act(form, actions.create_action, request.actor, initiative):
        return see_other(request.district.url("initiative", initiative_id=initiative.public_id))
    return form_page(request, "align/create_action.html", form, initiative=initiative)


@require_get_or_post
def report_progress(request: Request, action_id: str) -> HttpResponse:
    action = permissions.get_action_to_report_on_for(request.actor, action_id)
    form = ProgressForm(posted(request), initial={"on": _today(request), "status": action.status})
    if act(form, actions.report_progress, request.actor, action):
        return see_other(request.district.url("initiative", initiative_id=action.initiative.public_id))
    return form_page(request, "align/report_progress.html", form, action=action)


@require_safe
def matrix(request: Request, cycle_id: str) -> HttpResponse:
    cycle = permissions.get_planning_cycle_for(request.actor, cycle_id)
    rows = page_of(request, queries.directives_of(cycle))
    columns = page_of(request, queries.sorted_initiatives(cycle), INITIATIVES_PER_MATRIX, name="initiatives")
    return render(
        request,
        "align/matrix.html",
        {
            "cycle": cycle,
            "matrix": queries.matrix_of(cycle, rows, columns),
            "page": rows,
            "columns": columns,
            "unasked": page_of(request, queries.unasked_initiatives(cycle), name="unasked"),
            "may_write": permissions.may_write_directives(request.actor),
        },
    )


def _today(request: Request) -> date:
    return timezone.now().astimezone(request.district.zone).date()
