"""Fit the linear model of urgent words to the lists, and write it as a Python module.

`python3 -m benchmarks.urgent_words_training` prints how well it finds the sentences of writers it was not
fitted to, and replaces `throughline/methods/urgent_words/weights.py`. The same lists give the same module.
"""

import base64
import hashlib
import textwrap
import zlib
from collections import Counter
from collections.abc import Sequence
from math import ceil
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from benchmarks.urgent_words_lists import LISTS, Sentence, training_sentences
from throughline.methods.urgent_words.features import (
    BITS,
    KIND_BITS,
    features_of,
    kind_features_of_word,
    tokens_of,
)
from throughline.methods.urgent_words.find import has_pattern
from throughline.methods.urgent_words.model import FEWEST_FEATURES
from throughline.methods.urgent_words.patterns import KINDS
from throughline.methods.urgent_words.pieces import pieces, sentence_spans
from throughline.methods.urgent_words.plain import without_positions

Matrix: TypeAlias = Any
Floats: TypeAlias = NDArray[np.float64]
Booleans: TypeAlias = NDArray[np.bool_]

TO = Path(__file__).parents[1] / "throughline/methods/urgent_words/weights.py"
PENALTY = 3e-4
PENALTY_OF_KINDS = 1e-3
WEIGHT_OF_PARTS = 0.6
"""Sentences of harmless texts of several count so much as harmless examples."""
FEWEST_TEXTS = 3
FALSE_ALARMS = 0.04
"""Of the harmless sentences of unseen writers, in each language, at most so many may be found."""
SPLIT = ("a", "b", "c", "d")
"""The thresholds are set on these writers; the others made harmless sentences as hard as they could."""
LARGEST = 127
WIDTH = 100


def main() -> None:
    sentences = training_sentences()
    training = Training(sentences)
    thresholds = _thresholds(training)
    bias, weight = training.fitted(np.ones(len(sentences), dtype=bool))
    kinds = training.fitted_kinds()
    TO.write_text(_module(bias, weight, thresholds, kinds, len(sentences)), encoding="utf-8")
    print(f"{len(sentences)} sentences, thresholds {thresholds}, written to {TO.name}")


def _thresholds(training: "Training") -> dict[str, float]:
    """Hold out each writer in turn; return the threshold of each language that keeps its false alarms."""
    scores = training.scores_of_unseen()
    urgent, language = training.is_urgent, training.language
    by_pattern = np.array([has_pattern(one.text) for one in training.sentences])
    thresholds = {}
    for code in sorted(set(language)):
        harmless = (language == code) & ~urgent & training.is_split
        allowed = FALSE_ALARMS - (harmless & by_pattern).sum() / harmless.sum()
        ordered = np.sort(scores[harmless & ~by_pattern])
        thresholds[str(code)] = float(ordered[ceil(len(ordered) * (1 - allowed)) - 1])
    found = (scores > np.array([thresholds[code] for code in language])) | by_pattern
    for hand in sorted(set(training.hand)):
        those = training.hand == hand
        recall, alarms = found[those & urgent].mean(), found[those & ~urgent].mean()
        print(f"{hand} unseen: recall {recall:.1%}, false alarms {alarms:.1%}")
    return thresholds


class Training:
    """The sentences as rows of features: first each whole text, then the pieces of those with several."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self.is_urgent: Booleans = np.array([one.is_urgent for one in sentences])
        self.language = np.array([one.language for one in sentences])
        self.hand = np.array([f"{one.language}-{one.hand}" for one in sentences])
        self.is_split: Booleans = np.array([one.hand in SPLIT for one in sentences])
        self.tokens = [_tokens(one.text) for one in sentences]
        whole = [[word for part in parts for word in part] for parts in self.tokens]
        owners, texts = [], []
        for owner, parts in enumerate(self.tokens):
            if len(parts) > 1:
                for first, last in pieces(len(parts), len(whole[owner])):
                    owners.append(owner)
                    texts.append([word for part in parts[first:last] for word in part])
        self.whole = _counts(whole)
        self.parts = _counts(texts)
        self.owner = np.array(owners)

    def fitted(self, rows: Booleans) -> tuple[float, Floats]:
        """The bias, and a weight for each feature, fitted to the sentences in `rows`."""
        ratio = self._ratios(rows)
        parts = rows[self.owner] & ~self.is_urgent[self.owner]
        x = sparse.vstack([_scaled(self.whole, ratio)[rows], _scaled(self.parts, ratio)[parts]]).tocsr()
        y = np.concatenate([self.is_urgent[rows], np.zeros(parts.sum(), dtype=bool)])
        of_row = np.concatenate([np.ones(rows.sum()), np.full(parts.sum(), WEIGHT_OF_PARTS)])
        bias, coefficient = _logistic(x, y, of_row)
        return bias, coefficient * ratio

    def _ratios(self, rows: Booleans) -> Floats:
        """How unevenly each feature is spread, as in "NB-SVM" (Wang and Manning 2012); 0 for rare ones."""
        is_there = (self.whole > 0).astype(np.float64).tocsr()
        urgent = np.asarray(is_there[rows & self.is_urgent].sum(axis=0)).ravel()
        harmless = np.asarray(is_there[rows & ~self.is_urgent].sum(axis=0)).ravel()
        one, other = urgent + 1, harmless + 1
        ratio = 0.25 + np.abs(np.log(one / one.sum() / (other / other.sum())))
        return np.asarray(np.where(urgent + harmless >= FEWEST_TEXTS, ratio, 0.0))

    def scores_of_unseen(self) -> Floats:
        """The score of each sentence by a model fitted to the other writers' lists."""
        scores = np.zeros(len(self.sentences))
        for hand in sorted(set(self.hand)):
            unseen = self.hand == hand
            bias, weight = self.fitted(~unseen)
            of_texts = bias + _scaled(self.whole) @ weight
            np.maximum.at(of_texts, self.owner, bias + _scaled(self.parts) @ weight)
            scores[unseen] = of_texts[unseen]
        return scores

    def fitted_kinds(self) -> Floats:
        """Weights of the kinds of danger, shape (2**KIND_BITS + 1, kinds); the last row is the biases."""
        urgent = [i for i in range(len(self.sentences)) if self.is_urgent[i]]
        rows, columns, values = [], [], []
        for row, i in enumerate(urgent):
            words = {word for part in self.tokens[i] for word in part}
            features = sorted({feature for word in words for feature in kind_features_of_word(word)})
            rows += [row] * len(features)
            columns += features
            values += [5 / np.sqrt(max(len(features), 1))] * len(features)
        x = sparse.csr_matrix((values, (rows, columns)), shape=(len(urgent), 1 << KIND_BITS))
        names: list[str] = list(KINDS)
        y = np.eye(len(KINDS))[[names.index(self.sentences[i].kind) for i in urgent]]
        found = _multinomial(x, y)
        found[:-1] *= 5
        return found


def _tokens(text: str) -> list[list[str]]:
    return [tokens_of(without_positions(text[start:end])) for start, end in sentence_spans(text)]


def _counts(texts: Sequence[Sequence[str]]) -> Matrix:
    columns: list[int] = []
    values: list[int] = []
    ends = [0]
    for tokens in texts:
        counted = sorted(Counter(features_of(tokens)).items())
        columns += [feature for feature, _n in counted]
        values += [n for _feature, n in counted]
        ends.append(len(columns))
    return sparse.csr_matrix((np.array(values, dtype=float), columns, ends), shape=(len(texts), 1 << BITS))


def _scaled(counts: Matrix, ratio: Floats | None = None) -> Matrix:
    n = np.maximum(np.asarray(counts.sum(axis=1)).ravel(), FEWEST_FEATURES)
    scaled = sparse.diags_array(10 / np.sqrt(n)) @ counts
    return sparse.csr_matrix(scaled if ratio is None else scaled.multiply(ratio))


def _logistic(x: Matrix, y: Booleans, of_row: Floats) -> tuple[float, Floats]:
    """Logistic regression with a squared penalty; return its bias and coefficients."""
    sign = np.where(y, 1.0, -1.0)

    def loss(values: Floats) -> tuple[float, Floats]:
        bias, weight = values[0], values[1:]
        margin = sign * (x @ weight + bias)
        slope = -(of_row * sign / (1 + np.exp(np.clip(margin, -50, 50)))) / len(y)
        size = np.logaddexp(0, -margin) @ of_row / len(y) + PENALTY / 2 * (weight @ weight)
        return float(size), np.concatenate([[slope.sum()], x.T @ slope + PENALTY * weight])

    start = np.zeros(x.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return float(found[0]), found[1:]


def _multinomial(x: Matrix, y: Floats) -> Floats:
    """Multinomial logistic regression; return coefficients, shape (features + 1, kinds)."""
    shape = (x.shape[1] + 1, y.shape[1])

    def loss(values: Floats) -> tuple[float, Floats]:
        weight = values.reshape(shape)
        score = x @ weight[:-1] + weight[-1]
        score -= score.max(axis=1, keepdims=True)
        share = np.exp(score) / np.exp(score).sum(axis=1, keepdims=True)
        size = -np.log((share * y).sum(axis=1)).mean() + PENALTY_OF_KINDS / 2 * (weight[:-1] ** 2).sum()
        slope = (share - y) / len(y)
        below = slope.sum(axis=0, keepdims=True)
        return float(size), np.concatenate([x.T @ slope + PENALTY_OF_KINDS * weight[:-1], below]).ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x).reshape(shape)


def _module(bias: float, weight: Floats, thresholds: dict[str, float], kinds: Floats, n: int) -> str:
    unit, table = _in_bytes(10 * weight)
    unit_of_kinds, table_of_kinds = _in_bytes(kinds[:-1].ravel())
    by_language = ", ".join(f'"{code}": {one:.4f}' for code, one in thresholds.items())
    biases = ", ".join(f"{one:.3f}" for one in kinds[-1])
    return f'''"""The model of urgent words, written by `benchmarks.urgent_words_training`, never by hand."""

N_SENTENCES = {n}
LISTS_SHA256 = "{lists_sha256()}"
BIAS = {bias:.6f}
UNIT = {unit:.9f}
THRESHOLDS = {{{by_language}}}
UNIT_OF_KINDS = {unit_of_kinds:.9f}
BIASES_OF_KINDS = ({biases})

WEIGHTS = """
{table}
"""
"""One signed byte for each hash of a feature, compressed, in base 85."""

WEIGHTS_OF_KINDS = """
{table_of_kinds}
"""
"""One signed byte for each hash of a word's feature and each kind."""
'''


def lists_sha256() -> str:
    """A hash of the lists the model is fitted to."""
    files = sorted((LISTS / "training").glob("*.csv"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _in_bytes(weight: Floats) -> tuple[float, str]:
    """Round weights to a signed byte each; return the unit, and the bytes in lines of text."""
    unit = float(np.quantile(np.abs(weight), 0.9995)) / LARGEST
    rounded = np.clip(np.round(weight / unit), -LARGEST, LARGEST).astype(np.int8)
    text = base64.b85encode(zlib.compress(rounded.tobytes(), 9)).decode()
    return unit, "\n".join(textwrap.wrap(text, WIDTH, break_on_hyphens=False))


if __name__ == "__main__":
    main()
