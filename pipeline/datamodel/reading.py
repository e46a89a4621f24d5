"""What a recogniser read: a string with confidences, and the lattice that lets any other string be scored later."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

UNUSED = 0xFFFF
SCORER = b"ctc-forward-2"  # to be counted up with every change of how a text is scored: older stored scores count for nothing then
SURE_FLOOR = -20.0  # log-probability below which float16 says nothing more


class Lattice(msgspec.Struct, frozen=True, kw_only=True):
    """A recogniser's output, kept small: per time step the best k characters, the blank, and the mass of all others.

    `alphabet` holds every character that occurs, in order of first use. `best` is uint16 (T, k), indices into the alphabet,
    `UNUSED` where fewer than k are left; `log_probs` float16 (T, k); `blank` and `rest` float16 (T,): natural logarithms,
    together with `log_probs` they sum to one at each step. `ink` says which rendering of the pixels was read.
    """

    alphabet: str
    k: int
    best: bytes
    log_probs: bytes
    blank: bytes
    rest: bytes
    ink: str = "raw"

    @classmethod
    def of_probabilities(cls, probabilities: NDArray[np.floating], characters: Sequence[str], *, k: int = 8, ink: str = "raw") -> "Lattice":
        """Return the lattice of a CTC recogniser's output.

        probabilities: (T, V) float, rows sum to one, column 0 is the blank; characters: V entries, the first one ignored.
        """
        rows = np.asarray(probabilities, dtype=np.float64)
        k = min(k, rows.shape[1] - 1)
        letters = rows[:, 1:]
        order = np.argsort(-letters, axis=1, kind="stable")[:, :k]
        top = np.take_along_axis(letters, order, axis=1)
        alphabet: dict[str, int] = {}
        best = np.full(order.shape, UNUSED, dtype=np.uint16)
        for (step, rank), column in np.ndenumerate(order):
            character = characters[int(column) + 1]
            if len(character) == 1:
                best[step, rank] = alphabet.setdefault(character, len(alphabet))
        top = np.where(best == UNUSED, 0.0, top)
        rest = np.clip(1.0 - top.sum(axis=1) - rows[:, 0], 0.0, 1.0)
        return cls(
            alphabet="".join(alphabet),
            k=k,
            best=best.tobytes(),
            log_probs=_log16(top),
            blank=_log16(rows[:, 0]),
            rest=_log16(rest),
            ink=ink,
        )

    @property
    def steps(self) -> int:
        """T, the number of time steps."""
        return len(self.blank) // 2

    def table(self) -> tuple[NDArray[np.uint16], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return `best` (T, k), `log_probs` (T, k), `blank` (T,) and `rest` (T,) as arrays."""
        best = np.frombuffer(self.best, dtype=np.uint16).reshape(self.steps, self.k)
        log_probs = np.frombuffer(self.log_probs, dtype=np.float16).reshape(self.steps, self.k).astype(np.float64)
        return best, log_probs, _float64(self.blank), _float64(self.rest)

    def greedy(self) -> tuple[str, tuple[float, ...], tuple[float, ...]]:
        """Return the freely read text, each character's confidence (0-1), and its place along the strip (0-1)."""
        best, log_probs, blank, _rest = self.table()
        text: list[str] = []
        confidence: list[float] = []
        place: list[float] = []
        last = -1
        for step in range(self.steps):
            winner = int(best[step, 0]) if self.k and log_probs[step, 0] > blank[step] else -1
            if winner not in (-1, UNUSED, last):
                text.append(self.alphabet[winner])
                confidence.append(round(float(np.exp(log_probs[step, 0])), 3))
                place.append(round((step + 0.5) / self.steps, 4))
            elif winner == last and winner not in (-1, UNUSED):
                confidence[-1] = max(confidence[-1], round(float(np.exp(log_probs[step, 0])), 3))
            last = winner
        return "".join(text), tuple(confidence), tuple(place)

    def score(self, text: str) -> float:
        """Return how well the lattice supports the text: the CTC forward log-likelihood against the best free path, per character.

        0 means as good as the free reading; below about -1 the pixels say something else. A character that is not among the
        k kept at a step gets that step's remaining mass, an upper bound, so a near variant is never scored too low.
        Source: Graves 2006, connectionist temporal classification, forward variables.
        """
        return self.scores((text,))[0]

    def scores(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Return `score` of every text at once, which for a name and its many near variants is far cheaper than one by one.

        Inside `known_scores` what was scored before is looked up instead.
        """
        book = _book.get()
        if book is None:
            return self._scores(texts)
        key = self._key(texts)
        raw = book.known.get(key, b"")
        scores = np.frombuffer(raw, dtype="<f8") if len(raw) == 8 * len(texts) else np.full(len(texts), np.nan)
        if not np.isfinite(scores).all():  # not known, or damaged
            scores = np.array(self._scores(texts), dtype="<f8")
        book.used[key] = scores.tobytes()
        return tuple(scores.tolist())

    def at_most(self, texts: Sequence[str]) -> tuple[float, ...]:
        """Return for each text what its score times its length cannot exceed, in nats; far cheaper than the score.

        A text is emitted only where each of its characters is, at some step: the chance of that is no greater than the product of the
        characters' summed probabilities. Where several characters get the remaining mass of a step its sum exceeds 1; that is added,
        and what float16 rounds.
        """
        best, log_probs, blank, rest = self.table()
        left = np.exp(rest)
        sums = np.full(len(self.alphabet) + 1, left.sum())
        kept = best != UNUSED
        np.add.at(sums, best[kept], (np.exp(log_probs) - left[:, None])[kept])
        logs = np.log(np.maximum(sums, np.exp(SURE_FLOOR)))
        index = {character: i for i, character in enumerate(self.alphabet)}
        free = float(np.maximum(blank, log_probs[:, 0] if self.k else blank).sum())
        spare = [float(np.log1p(count * left + 0.01).sum()) for count in range(max(map(len, texts), default=0) + 1)]
        return tuple(sum(logs[index.get(character, -1)] for character in text) + spare[len(text)] - free for text in texts)

    def _key(self, texts: Sequence[str]) -> str:
        """Return what tells one question from another: scorer, lattice and texts."""
        whole = blake2b(SCORER, digest_size=16)
        asked = (text.encode(errors="surrogatepass") for text in texts)
        for part in (self.alphabet.encode(), self.best, self.log_probs, self.blank, self.rest, *asked):
            whole.update(len(part).to_bytes(4))
            whole.update(part)
        return whole.hexdigest()

    def _scores(self, texts: Sequence[str]) -> tuple[float, ...]:
        best, log_probs, blank, rest = self.table()
        if not self.steps:
            return (SURE_FLOOR,) * len(texts)
        index = {character: i for i, character in enumerate(self.alphabet)}
        letters = {character: 1 + i for i, character in enumerate(dict.fromkeys("".join(texts)))}
        columns = np.empty((self.steps, 1 + len(letters)))
        columns[:, 0] = blank
        for character, column in letters.items():
            columns[:, column] = _emission(best, log_probs, rest, index.get(character))
        free = float(np.maximum(blank, log_probs[:, 0] if self.k else blank).sum())
        likelihoods = _forward(columns, [[letters[character] for character in text] for text in texts])
        return tuple(
            (likelihood - free) / len(text) if text else SURE_FLOOR for likelihood, text in zip(likelihoods.tolist(), texts, strict=True)
        )


class _Book(NamedTuple):
    """Scores by question: those known before, and those that were asked for."""

    known: Mapping[str, bytes]
    used: dict[str, bytes]


_book: ContextVar[_Book | None] = ContextVar("book", default=None)


@contextmanager
def known_scores(known: Mapping[str, bytes]) -> Iterator[dict[str, bytes]]:
    """Let lattices look up in `known` what they scored before; yield what was asked for inside, to be `known` another time.

    A score is found again while lattice, texts (a name and its variants, in order) and `SCORER` are the same.
    """
    book = _Book(known, {})
    token = _book.set(book)
    try:
        yield book.used
    finally:
        _book.reset(token)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A text with one confidence (0-1) per character, the engine that read it, and its lattices where they were kept."""

    text: str
    char_confidence: tuple[float, ...] = ()
    engine: str = ""
    lattices: tuple[Lattice, ...] = ()

    @property
    def confidence(self) -> float:
        """The mean confidence of the characters, 0 for an empty reading."""
        return sum(self.char_confidence) / len(self.char_confidence) if self.char_confidence else 0.0

    @property
    def weakest(self) -> float:
        """The lowest confidence of any character, 0 for an empty reading."""
        return min(self.char_confidence, default=0.0)


def _log16(values: NDArray[np.floating]) -> bytes:
    logs: NDArray[np.float16] = np.log(np.clip(values, np.exp(SURE_FLOOR), 1.0)).astype(np.float16)
    return logs.tobytes()


def _float64(raw: bytes) -> NDArray[np.float64]:
    return np.frombuffer(raw, dtype=np.float16).astype(np.float64)


def _emission(
    best: NDArray[np.uint16], log_probs: NDArray[np.float64], rest: NDArray[np.float64], letter: int | None
) -> NDArray[np.float64]:
    """Return the log-probability (T,) of one character at every step."""
    if letter is None:
        return rest
    kept = best == letter
    return np.where(kept.any(axis=1), np.where(kept, log_probs, SURE_FLOOR * 2).max(axis=1), rest)


def _forward(columns: NDArray[np.float64], labels: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Return log P (n,) of each row of labels, summed over all alignments.

    columns: (T, 1 + letters) log-probabilities, the blank first; labels: columns of each text's characters, none of them 0.
    """
    longest = max((len(row) for row in labels), default=0)
    states = np.zeros((len(labels), 2 * longest + 1), dtype=np.intp)
    jumps = np.zeros(states.shape, dtype=bool)
    for n, row in enumerate(labels):
        states[n, 1 : 2 * len(row) : 2] = row
        jumps[n, 3 : 2 * len(row) : 2] = [a != b for a, b in itertools.pairwise(row)]
    alpha = np.full(states.shape, -np.inf)
    alpha[:, :2] = columns[0][states[:, :2]]
    for step in columns[1:]:
        moved = np.logaddexp(alpha[:, 1:], alpha[:, :-1])
        skipped = np.where(jumps[:, 2:], alpha[:, :-2], -np.inf)
        alpha[:, 1:] = moved
        alpha[:, 2:] = np.logaddexp(alpha[:, 2:], skipped)
        alpha += step[states]
    ends = np.array([2 * len(row) for row in labels], dtype=np.intp)
    rows = np.arange(len(labels))
    return np.asarray(np.logaddexp(alpha[rows, ends], alpha[rows, np.maximum(ends - 1, 0)]), dtype=np.float64)
