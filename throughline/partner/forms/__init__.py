"""Forms of the directory and of supports."""

from throughline.partner.forms.details import (
    DetailsForm,
)
from throughline.partner.forms.duplicates import DuplicateFilter, MergeForm
from throughline.partner.forms.entries import (
    OrganizationForm,
    ServiceForm,
)
from throughline.partner.forms.finder import FinderForm, suggested, without
from throughline.partner.forms.imports import (
    DirectoryForm,
)
from throughline.partner.forms.locations import (
    LocationForm,
)
from throughline.partner.forms.partner_edits import (
    DeclineEditForm,
    OpeningsForm,
    PartnerEditForm,
    data_with,
)
from throughline.partner.forms.partner_links import (
    AskForLinkForm,
    DirectorySettingsForm,
    PartnerLinkForm,
)
from throughline.partner.forms.quality import (
    ProblemFilterForm,
)
from throughline.partner.forms.reports import (
    EntryReportForm,
    ReportFilter,
    ReportOutcomeForm,
)
from throughline.partner.forms.service_lists import (
    AddToListForm,
    ServiceListForm,
)
from throughline.partner.forms.shown import bring_up_to_date, is_changed_since, show_state
from throughline.partner.forms.spreadsheets import (
    MappingNameForm,
    SheetForm,
    SheetMappingForm,
    SheetUploadForm,
    UseMappingForm,
)
from throughline.partner.forms.supports import (
    SupportForm,
    TermForm,
)

__all__ = [
    "AddToListForm",
    "AskForLinkForm",
    "DeclineEditForm",
    "DetailsForm",
    "DirectoryForm",
    "DirectorySettingsForm",
    "DuplicateFilter",
    "EntryReportForm",
    "FinderForm",
    "LocationForm",
    "MappingNameForm",
    "MergeForm",
    "OpeningsForm",
    "OrganizationForm",
    "PartnerEditForm",
    "PartnerLinkForm",
    "ProblemFilterForm",
    "ReportFilter",
    "ReportOutcomeForm",
    "ServiceForm",
    "ServiceListForm",
    "SheetForm",
    "SheetMappingForm",
    "SheetUploadForm",
    "SupportForm",
    "TermForm",
    "UseMappingForm",
    "bring_up_to_date",
    "data_with",
    "is_changed_since",
    "show_state",
    "suggested",
    "without",
]
