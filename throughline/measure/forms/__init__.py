from throughline.measure.forms.coverage import InvitationRoundForm, MatchFiguresForm, RolesComparedForm
from throughline.measure.forms.figures_mapping import GeographyForm, RosterMappingForm, TabulationForm
from throughline.measure.forms.figures_upload import AboutFiguresForm, FiguresUploadForm
from throughline.measure.forms.polis import PolisUploadForm
from throughline.measure.forms.runs import CrosstabForm, StartOpinionGroupsForm, StartWeightsForm
from throughline.measure.forms.typed_figures import TypedFiguresForm

__all__ = [
    "AboutFiguresForm",
    "CrosstabForm",
    "FiguresUploadForm",
    "GeographyForm",
    "InvitationRoundForm",
    "MatchFiguresForm",
    "PolisUploadForm",
    "RolesComparedForm",
    "RosterMappingForm",
    "StartOpinionGroupsForm",
    "StartWeightsForm",
    "TabulationForm",
    "TypedFiguresForm",
]
