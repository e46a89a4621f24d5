import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.datamodel import reading
from pipeline.datamodel.reading import SURE_FLOOR, Lattice, Reading, known_scores

LETTERS = ["", *"江苏安全科技有限公司责任"]


def strip_reading(text: str, sure: float = 0.9) -> np.ndarray:
    """A recogniser's output for a text: a blank between characters, each character surely read."""
    rows = []
    for character in text:
        for column in (LETTERS.index(character), 0):
            row = np.full(len(LETTERS), (1 - sure) / (len(LETTERS) - 1))
            row[column] = sure
            rows.append(row)
    return np.array(rows)


def test_free_reading_is_the_drawn_text() -> None:
    text, confidence, place = Lattice.of_probabilities(strip_reading("江苏安全"), LETTERS).greedy()
    assert text == "江苏安全"
    assert confidence == pytest.approx([0.9] * 4, abs=0.01)
    assert list(place) == sorted(place)


def test_a_repeated_character_needs_a_blank_between() -> None:
    assert Lattice.of_probabilities(strip_reading("全全"), LETTERS).greedy()[0] == "全全"


def test_the_drawn_text_scores_as_well_as_the_free_reading() -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏科技有限公司"), LETTERS)
    assert lattice.score("江苏科技有限公司") > -0.1


@pytest.mark.parametrize("other", ["江苏安技有限公司", "江苏科技有限责任公司", "江苏科技公司", "苏科技有限公司"])
def test_any_other_name_scores_far_worse(other: str) -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏科技有限公司"), LETTERS)
    assert lattice.score(other) < lattice.score("江苏科技有限公司") - 0.3


def test_a_character_the_lattice_never_held_scores_by_the_remaining_mass() -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏"), LETTERS, k=2)
    assert lattice.score("江鑫") < -1


def test_nothing_read_supports_no_text() -> None:
    assert Lattice.of_probabilities(np.zeros((0, 4)), LETTERS).score("江") == SURE_FLOOR
    assert Lattice.of_probabilities(strip_reading("江"), LETTERS).score("") == SURE_FLOOR


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="江苏安全科技", min_size=1, max_size=8))
def test_no_text_beats_the_free_path_by_more_than_the_sum_of_its_alignments(text: str) -> None:
    lattice = Lattice.of_probabilities(strip_reading(text), LETTERS)
    assert lattice.score(text) <= 0.5


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 2**32), st.floats(0.02, 3), st.lists(st.text(alphabet="江苏安全科鑫淼", min_size=1, max_size=9), min_size=1, max_size=6)
)
def test_no_text_scores_more_than_its_limit(seed: int, evenness: float, texts: list[str]) -> None:
    rows = np.random.default_rng(seed).dirichlet([evenness] * len(LETTERS), 12)
    lattice = Lattice.of_probabilities(rows, LETTERS, k=3)
    for text, score, limit in zip(texts, lattice.scores(texts), lattice.at_most(texts), strict=True):
        assert score * len(text) <= limit


def test_the_limit_of_a_text_that_was_not_read_is_low() -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏科技", sure=0.999), LETTERS)
    said, other, unknown = lattice.at_most(["江苏科技", "全安全安", "鑫淼"])
    assert 0 <= said < 1
    assert max(other, unknown) < -5


def test_confidence_of_an_empty_reading_is_zero() -> None:
    assert Reading(text="").confidence == 0.0
    assert Reading(text="").weakest == 0.0


def test_scores_are_looked_up_where_they_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏科技"), LETTERS)
    names = ("江苏科技", "江苏安技", "苏科技")
    with known_scores({}) as first:
        scores = lattice.scores(names)
    monkeypatch.setattr(Lattice, "_scores", None)  # nothing is worked out any more
    with known_scores(first) as again:
        assert lattice.scores(names) == scores
    assert again == first
    assert len(first) == 1


@pytest.mark.parametrize("changed", ["names", "lattice", "scorer", "cut short", "no number"])
def test_a_score_of_something_else_is_not_taken(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (Lattice.of_probabilities(strip_reading(text), LETTERS) for text in ("江苏科技", "江苏安全"))
    with known_scores({}) as known:
        one.scores(("江苏科技", "江苏安全"))
    damage = {"cut short": np.zeros(1), "no number": np.array([np.nan, 0.0])}
    known = {key: damage[changed].tobytes() if changed in damage else raw for key, raw in known.items()}
    if changed == "scorer":
        monkeypatch.setattr(reading, "SCORER", b"another")
    lattice = other if changed == "lattice" else one
    names = ("江苏安全", "江苏科技") if changed == "names" else ("江苏科技", "江苏安全")
    with known_scores(known) as used:
        assert lattice.scores(names) == lattice.scores(names)
    assert used != known
    assert lattice.scores(names) == tuple(np.frombuffer(next(iter(used.values()))).tolist())


def test_texts_that_are_parted_elsewhere_are_other_texts() -> None:
    lattice = Lattice.of_probabilities(strip_reading("江苏科技"), LETTERS)
    with known_scores({}) as known:
        lattice.scores(("江苏\n科技", "安全"))
        lattice.scores(("江苏", "科技\n安全"))
    assert len(known) == 2
