"""Short words and numbers in pages and files, told from the random ids and tokens there."""

import re


def n_words(word: str, text: str) -> int:
    """How often a word stands alone: an id is longer, whatever few letters or digits it holds by chance."""
    return len(re.findall(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))
