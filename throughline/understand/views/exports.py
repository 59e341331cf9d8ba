from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from throughline.accounts.actions import record
from throughline.accounts.permissions import Request
from throughline.convene.models import Cycle
from throughline.formats.writing import csv_lines
from throughline.ui.downloads import csv_download, filename
from throughline.understand.permissions import get_cycle_to_analyze_for
from throughline.understand.queries import exports
from throughline.understand.queries.codes import code_counts
from throughline.understand.queries.findings import findings_of


def _name(kind: str, cycle: Cycle) -> str:
    return filename(f"not-for-publication-{kind}", cycle.title, "csv", if_unnamed=cycle.public_id)


@require_GET
def codes_csv(request: Request, cycle_id: str) -> HttpResponseBase:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    counts = code_counts(cycle, with_coders=True)
    record(request.actor, "export_codes", cycle, n_codes=len(counts))
    languages = request.district.languages
    lines = csv_lines(exports.codes_header(languages), exports.codes_rows(counts, languages))
    return csv_download(lines, _name("codes", cycle))


@require_GET
def codings_csv(request: Request, cycle_id: str) -> HttpResponseBase:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    codings = exports.codings_of_cycle(cycle)
    record(request.actor, "export_codings", cycle, n_codings=codings.count())
    header = exports.codings_header(request.district.languages)
    lines = csv_lines(header, exports.codings_rows(request.district, codings))
    return csv_download(lines, _name("codings", cycle))


@require_GET
def findings_csv(request: Request, cycle_id: str) -> HttpResponseBase:
    cycle = get_cycle_to_analyze_for(request.actor, cycle_id)
    findings = findings_of(cycle)
    record(request.actor, "export_findings", cycle, n_findings=findings.count())
    header = exports.findings_header(request.district.languages)
    lines = csv_lines(header, exports.findings_rows(request.district, findings))
    return csv_download(lines, _name("findings", cycle))
