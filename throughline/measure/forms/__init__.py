from throughline.measure.forms.coverage import InvitationRoundForm, MatchFiguresForm, RolesComparedForm
from throughline.measure.forms.figures import (
    AboutFiguresForm,
    FiguresUploadForm,
    RosterMappingForm,
    TabulationForm,
    TypedFiguresForm,
)
from throughline.measure.forms.polis import PolisUploadForm
from throughline.measure.forms.runs import CrosstabForm, StartOpinionGroupsForm, StartWeightsForm

__all__ = [
    "AboutFiguresForm",
    "CrosstabForm",
    "FiguresUploadForm",
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
