"""Short words and numbers in pages and files, distinguished from random ids and tokens."""

import re


def n_words(word: str, text: str) -> int:
    """Count a word that is not part of a longer one, such as a random id that contains it."""
    return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))


def visible(page: str) -> str:
    """Return the visible text of a page; hashes in it may have any digits, so count with `n_words`."""
    return re.sub(r"<[^>]*>", " ", page)


def plain_cells(page: str) -> str:
    """Return a page whose tables have only the attributes of their templates, without those of cards."""
    return re.sub(
        r' (?:role="(?:table|rowgroup|row|cell|\w+header)"|data-label="[^"]*"|data-empty="")', "", page
    )
