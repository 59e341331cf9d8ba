import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.accounts.permissions import Request
from throughline.convene.models import Cycle
from throughline.convene.permissions import get_cycle_for
from throughline.measure.permissions import may_analyze
from throughline.ui.downloads import download, filename
from throughline.ui.form_pages import UNPROCESSABLE, form_page, posted, require_get_or_post, see_other
from throughline.ui.pages import page_of
from throughline.understand import actions
from throughline.understand.forms.release import ReleaseForm
from throughline.understand.models import Release
from throughline.understand.permissions import get_cycle_to_analyze_for, get_release_for
from throughline.understand.queries.releases import findings_in, later_correction, releases_of
from throughline.understand.releases import evidence_descriptions, released_findings
from throughline.understand.releases.changes import changes_since
from throughline.understand.releases.content import content_of_release
from throughline.understand.releases.package import package_of_release
from throughline.understand.releases.released_file import released_file
from throughline.understand.releases.released_words import shown_findings


@require_get_or_post
def release_findings(request: Request, cycle_id: str) -> HttpResponse:
    """Choose findings, preview exactly what would be released, confirm. Only the last step writes."""
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    current = released_findings(cycle)
    form = ReleaseForm(posted(request), cycle=cycle, current=current)
    if not form.is_valid() or request.POST.get("step") == "choose":
        return _release_page(request, cycle, form)
    chosen = {
        "findings": list(form.cleaned_data["findings"].order_by("id")),
        "note": form.cleaned_data["note"],
        "corrects": form.cleaned_data.get("corrects"),
        "taken_back": list(form.cleaned_data.get("taken_back") or []),
        "keeps_numbers": bool(form.cleaned_data.get("keeps_numbers")),
    }
    if request.POST.get("step") == "confirm":
        digest = request.POST.get("digest", "") or "none"
        try:
            release = actions.release_findings(request.actor, cycle, **chosen, digest=digest)
        except actions.ReleaseRefused as refused:
            return _preview(request, cycle, form, chosen, refused=refused)
        messages.success(
            request, _("Findings released. To change something, correct it with a later release.")
        )
        return see_other(request.district.url("release", release_id=release.public_id))
    return _preview(request, cycle, form, chosen)


def _release_page(request: Request, cycle: Cycle, form: ReleaseForm) -> HttpResponse:
    findings: Any = form.fields["findings"]
    has_findings = findings.queryset.exists()
    return form_page(
        request, "understand/release_findings.html", form, cycle=cycle, has_findings=has_findings
    )


def _preview(
    request: Request,
    cycle: Cycle,
    form: ReleaseForm,
    chosen: dict[str, Any],
    refused: actions.ReleaseRefused | None = None,
) -> HttpResponse:
    content = content_of_release(cycle, **chosen)
    refusals = content.refusals or (refused.refusals if refused else ())
    context = {
        "cycle": cycle,
        "form": form,
        "content": content,
        "refusals": refusals,
        "is_possible": not content.refusals,
        "findings": [
            {"content": one, "evidence": evidence_descriptions(one.basis), "quotes": one.quotes}
            for one in content.findings
        ],
        "canonical": json.dumps(content.body, indent=2, sort_keys=True, ensure_ascii=False),
        "fields": _chosen_fields(request),
    }
    status = UNPROCESSABLE if refusals else 200
    return render(request, "understand/release_preview.html", context, status=status)


def _chosen_fields(request: Request) -> list[tuple[str, str]]:
    """The choices, as hidden fields of the preview's form."""
    names = {"findings", "corrects", "taken_back", "keeps_numbers"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name in names or name.startswith("note_")
    ]


@require_safe
def releases(request: Request, cycle_id: str) -> HttpResponse:
    cycle = get_cycle_for(request.actor, cycle_id)
    context = {
        "cycle": cycle,
        "page": page_of(request, releases_of(cycle)),
        "may_release": may_analyze(request.actor),
    }
    return render(request, "understand/releases.html", context)


@require_safe
def release(request: Request, release_id: str) -> HttpResponse:
    release = get_release_for(request.actor, release_id)
    may_release = may_analyze(request.actor)
    file = released_file(release)
    is_compared = may_release and "compare" in request.GET
    return render(
        request,
        "understand/release.html",
        {
            "cycle": release.cycle,
            "release": release,
            "file": file,
            "corrected_by": later_correction(release),
            "rows": [
                {"shown": shown, "evidence": evidence_descriptions(shown.entries)}
                for shown in shown_findings(findings_in(release))
            ],
            "readable": json.dumps(json.loads(file.text), indent=2, sort_keys=True, ensure_ascii=False),
            "may_release": may_release,
            "is_compared": is_compared,
            "changes": changes_since(release) if is_compared else [],
        },
    )


@require_safe
def release_package(request: Request, release_id: str) -> HttpResponseBase:
    """Download the release as tables with a data dictionary, its methods, and the file itself."""
    release = get_release_for(request.actor, release_id)
    return download(package_of_release(release), _name(f"release-{release.number}", release, "zip"))


@require_safe
def release_download(request: Request, release_id: str) -> HttpResponseBase:
    """Download exactly the bytes that were hashed."""
    release = get_release_for(request.actor, release_id)
    file = released_file(release)
    kind = f"release-{release.number}-{file.sha256[:12]}"
    return download(file.text.encode(), _name(kind, release, "json"))


def _name(kind: str, release: Release, suffix: str) -> str:
    cycle, day = release.cycle, timezone.localdate(release.released_at)
    return filename(kind, cycle.title, suffix, if_unnamed=cycle.public_id, day=day)
