"""The limits that the search for seals is given."""

from dataclasses import dataclass

from pipeline.imaging.ink import Hue

PAGE_PX = 900  # long side from which a picture is taken for a page, on which no seal fills more than a share


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Limits of the search, as the fields of the same names of `Seals` say."""

    least_side: float
    most_side: float
    clear_red: float
    clear_blue: float
    clear_black: float
    clear_cut: float
    moat: float
    within: float
    words: float
    clear_and_words: float
    few_words: float
    clear_and_few: float
    strong: float
    strong_black: float
    clear_and_words_black: float
    words_apart: float
    clear_and_apart: float
    words_from: float
    rim_words_from: float
    words_at_rim: float
    fill: tuple[float, float]
    axis_ratio: float
    faint: float
    faint_black: float
    cut_share: float
    seen_least: float
    stamp_side: tuple[float, float]
    stamp_share: tuple[float, float]
    stamp_fill: tuple[float, float]
    fitted_side: float
    fitted_share: float
    fitted_fill: float
    lined_share: tuple[float, float, float]

    def clear(self, hue: Hue) -> float:
        """The least clearness of a ring in an ink."""
        return {"red": self.clear_red, "blue": self.clear_blue, "black": self.clear_black}[hue]
