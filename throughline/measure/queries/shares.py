"""Labels of guarded shares and of merged rows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from throughline.measure.models.results import PublishedShare
from throughline.ui.fields import TranslatedText


def share_label(share: PublishedShare) -> str:
    """The label of a guarded share."""
    if share.percent is None:
        return _("too few to show")
    values = {"percent": share.percent}
    if share.bound == "about":
        return _("about %(percent)s%%") % values
    if share.bound == "less":
        return _("less than %(percent)s%%") % values
    if share.bound == "more":
        return _("more than %(percent)s%%") % values
    if share.margin:
        low, high = share.margin
        return _("%(percent)s%% (%(low)s%% to %(high)s%% of everyone)") % {
            **values,
            "low": low,
            "high": high,
        }
    return _("%(percent)s%%") % values


def joined(labels: Sequence[TranslatedText]) -> TranslatedText:
    """Join the labels of merged rows or columns into one."""
    if not labels:
        return TranslatedText()
    codes = {code for label in labels for code in label.texts}
    return TranslatedText(
        labels[0].source_language,
        {code: " + ".join(label.in_language(code) for label in labels) for code in codes},
    )
