"""Mark texts for translation, without Django."""


def gettext_noop(text: str) -> str:
    """
    Mark a text for translation without translating it.

    Parameters
    ----------
    text : str
        An English template.

    Returns
    -------
    str
        The same text.
    """
    return text
