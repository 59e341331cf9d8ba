from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughline.accounts.permissions import Request
from throughline.convene.permissions import get_cycle_for
from throughline.listen.queries.words import words_of
from throughline.measure.permissions import may_analyze
from throughline.measure.queries.run_summary import sentence_of
from throughline.ui.form_pages import act, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.understand import actions
from throughline.understand.forms.finding import EditQuoteForm, EvidenceFilterForm, FindingForm, QuoteForm
from throughline.understand.models import Finding, KindOfEvidence
from throughline.understand.permissions import (
    get_cycle_to_analyze_for,
    get_evidence_for,
    get_finding_by_stable_id_for,
    get_finding_for,
    get_text_for,
)
from throughline.understand.queries.codes import code_counts
from throughline.understand.queries.findings import (
    evidence_filter,
    finding_row,
    findings_of,
    findings_with,
    runs_for_evidence,
    statements_for_evidence,
    texts_for_evidence,
)
from throughline.understand.releases import evidence_descriptions, released_findings
from throughline.understand.releases.released_words import shown_findings


@require_safe
def findings(request: Request, cycle_id: str) -> HttpResponse:
    """List all findings for those who may analyze, and released ones for other staff."""
    cycle = get_cycle_for(request.actor, cycle_id)
    if not may_analyze(request.actor):
        shown = page_of(request, released_findings(cycle), per_page=20)
        rows = [
            {"shown": one, "evidence": evidence_descriptions(one.entries)}
            for one in shown_findings(list(shown))
        ]
        context = {"cycle": cycle, "page": shown, "rows": rows, "may_read": False}
        return render(request, "understand/findings.html", context)
    chosen = evidence_filter(cycle, **{name: request.GET.get(name, "") for name in ("run", "code", "text")})
    found = findings_of(cycle) if chosen is None else findings_with(cycle, chosen)
    page = page_of(request, found, per_page=20)
    return render(
        request,
        "understand/findings.html",
        {
            "cycle": cycle,
            "page": page,
            "rows": [finding_row(finding) for finding in page],
            "chosen": chosen,
            "may_read": True,
            "counted_at": timezone.now(),
        },
    )


@require_get_or_post
def create_finding(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    form = FindingForm(posted(request))
    finding = act(form, actions.create_finding, request.actor, cycle)
    if finding is not None:
        messages.success(request, _("Draft saved. Next, add evidence."))
        return see_other(request.district.url("finding", finding_id=finding.public_id))
    return form_page(request, "understand/create_finding.html", form, cycle=cycle)


@require_safe
def finding(request: Request, finding_id: str) -> HttpResponse:
    finding = get_finding_for(request.actor, finding_id)
    return render(
        request,
        "understand/finding.html",
        {
            "cycle": finding.cycle,
            "row": finding_row(findings_of(finding.cycle).get(pk=finding.pk)),
            "counted_at": timezone.now(),
        },
    )


@require_safe
def current_finding(request: Request, stable_id: str) -> HttpResponse:
    """Where a released finding was written; releases and what is based on them know only its stable id."""
    finding = get_finding_by_stable_id_for(request.actor, stable_id)
    return see_other(request.district.url("finding", finding_id=finding.public_id))


@require_get_or_post
def edit_finding(request: Request, finding_id: str) -> HttpResponse:
    finding = get_finding_for(request.actor, finding_id)
    initial = {name: getattr(finding, name) for name in ("sentence", "explanation", "who_is_missing")}
    form = FindingForm(posted(request), initial=initial)
    if act(form, actions.edit_finding, request.actor, finding):
        return see_other(request.district.url("finding", finding_id=finding.public_id))
    return form_page(request, "understand/edit_finding.html", form, cycle=finding.cycle, finding=finding)


@require_POST
def drop_finding(request: Request, finding_id: str) -> HttpResponse:
    finding = get_finding_for(request.actor, finding_id)
    actions.drop_finding(request.actor, finding)
    return see_other(request.district.url("finding", finding_id=finding.public_id))


@require_get_or_post
def add_evidence(request: Request, finding_id: str) -> HttpResponse:
    finding = get_finding_for(request.actor, finding_id)
    cycle = finding.cycle
    if request.method == "POST":
        return _add_chosen(request, finding)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KindOfEvidence.values else KindOfEvidence.CODE
    filters = EvidenceFilterForm(request.GET, cycle=cycle)
    rows: Any
    if kind == KindOfEvidence.CODE:
        rows = code_counts(cycle)
    elif kind == KindOfEvidence.RUN:
        rows = runs_for_evidence(cycle)
    elif kind == KindOfEvidence.STATEMENT:
        rows = statements_for_evidence(cycle, **filters.wanted)
    else:
        rows = texts_for_evidence(cycle, **filters.wanted)
    page = page_of(request, rows)
    if kind == KindOfEvidence.RUN:
        page.object_list = [{"run": run, "sentence": sentence_of(run)} for run in page]
    elif kind == KindOfEvidence.STATEMENT:
        page.object_list = [{"statement": one, "words": words_of(one)} for one in page]
    return render(
        request,
        "understand/add_evidence.html",
        {
            "cycle": cycle,
            "finding": finding,
            "kind": kind,
            "kinds": KindOfEvidence.choices,
            "page": page,
            "filters": filters,
            "counted_at": timezone.now(),
        },
    )


def _add_chosen(request: Request, finding: Finding) -> HttpResponse:
    """Add the chosen evidence. It is looked up among what may be evidence, so anything else is a 404."""
    kind, chosen = request.POST.get("kind", ""), request.POST.get("chosen", "")
    cycle = finding.cycle
    if kind == KindOfEvidence.CODE:
        codes = [row.code for row in code_counts(cycle) if row.code.public_id == chosen]
        added = [actions.add_evidence(request.actor, finding, code=code) for code in codes]
    elif kind == KindOfEvidence.RUN:
        runs = [run for run in runs_for_evidence(cycle) if run.public_id == chosen]
        added = [actions.add_evidence(request.actor, finding, run=run) for run in runs]
    elif kind == KindOfEvidence.STATEMENT:
        statements = statements_for_evidence(cycle).filter(public_id=chosen)
        added = [actions.add_evidence(request.actor, finding, statement=one) for one in statements]
    else:
        voices = texts_for_evidence(cycle).filter(public_id=chosen)
        added = [actions.add_evidence(request.actor, finding, voice=voice) for voice in voices]
    if not added:
        raise Http404
    messages.success(request, _("Evidence added."))
    return see_other(request.district.url("finding", finding_id=finding.public_id))


@require_get_or_post
def quote_words(request: Request, finding_id: str, text_id: str) -> HttpResponse:
    finding = get_finding_for(request.actor, finding_id)
    voice = get_text_for(request.actor, text_id)
    if voice.forum.cycle_id != finding.cycle_id:
        raise Http404
    form = QuoteForm(posted(request), voice=voice, languages=request.district.languages)
    if act(form, partial(actions.add_evidence, voice=voice), request.actor, finding):
        messages.success(request, _("Quote added to the finding."))
        return see_other(request.district.url("finding", finding_id=finding.public_id))
    context = {"cycle": finding.cycle, "finding": finding, "text": voice}
    return form_page(request, "understand/quote_words.html", form, **context)


@require_get_or_post
def edit_quote(request: Request, evidence_id: str) -> HttpResponse:
    evidence = get_evidence_for(request.actor, evidence_id)
    voice = evidence.voice
    if evidence.kind != KindOfEvidence.VOICE or voice is None or not voice.is_usable:
        raise Http404
    languages = request.district.languages
    form = EditQuoteForm(posted(request), evidence=evidence, voice=voice, languages=languages)
    if act(form, actions.edit_evidence, request.actor, evidence):
        return see_other(request.district.url("finding", finding_id=evidence.finding.public_id))
    context = {"cycle": evidence.finding.cycle, "finding": evidence.finding, "text": voice}
    return form_page(request, "understand/edit_quote.html", form, evidence=evidence, **context)


@require_POST
def remove_evidence(request: Request, evidence_id: str) -> HttpResponse:
    evidence = get_evidence_for(request.actor, evidence_id)
    actions.remove_evidence(request.actor, evidence)
    messages.success(request, _("Evidence removed."))
    return see_other(request.district.url("finding", finding_id=evidence.finding.public_id))
