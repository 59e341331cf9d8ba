"""What a family may need, and the words that say so."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Need:
    """
    Something that families need, in English and Spanish words.

    Parameters
    ----------
    code : str
        Its short name.
    kinds : tuple of str
        The kinds of support that meet it, the likeliest first.
    names : str
        What it and those who offer it are called, separated by commas: words that descriptions of services
        have, too. The Spanish ones are after a semicolon. `@` stands for o and a.
    described : str
        Words that descriptions of services that help have, separated by commas. Said by a family, they may
        mean another need.
    said : str
        What families say of it, separated by commas.
    weak : str
        Words that may mean it, and mean less than any other word.
    cannot_wait : str
        What families say if it cannot wait.
    is_vital : bool
        True if it cannot wait where the text has a word such as "tonight".
    """

    code: str
    kinds: tuple[str, ...]
    names: str
    described: str = ""
    said: str = ""
    weak: str = ""
    cannot_wait: str = ""
    is_vital: bool = False
