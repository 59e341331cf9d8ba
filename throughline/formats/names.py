"""Compare the names of files, columns and listed values, which people and systems spell in several ways."""

import unicodedata


def plain_name(text: str) -> str:
    """
    Reduce a name to its letters and digits, so that two spellings of one name become equal.

    Case, accents, blanks, hyphens, underscores and other punctuation do not tell names apart: "Services at
    Location", "services_at_location", "services-at-location" and "ServicesAtLocation" are one name.
    Singular and plural remain two names.

    Parameters
    ----------
    text : str
        A name as it is written in a file.

    Returns
    -------
    str
        The name without case, accents and punctuation. It is empty if the text has no letter and no digit.

    Notes
    -----
    Letters are reduced by Unicode's compatibility decomposition (NFKD) and case folding.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    # Case folding can compose again or leave compatibility characters, such as the dot above of a Turkish İ.
    return "".join(letter for letter in unicodedata.normalize("NFKD", decomposed) if letter.isalnum())
