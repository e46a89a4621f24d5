"""What kind of seal an impression is, from its shape and from what was read on it; never from its star."""

from pipeline.datamodel import seal_words
from pipeline.datamodel.observation import SealKind
from pipeline.datamodel.reading import Reading


def kind_of(shape: str, name: Reading, line: Reading, *, line_inked: bool, sure: float) -> SealKind:
    """Return the kind; UNKNOWN where the words that would tell it were not read surely.

    shape: as in `Seal`; line_inked: whether anything stands under the star; sure: mean character confidence (0-1) from which a
    text counts as read. Source: domain/4-seals-and-names.md 4.3.
    """
    arc, below = _words(name.text), _words(line.text)
    if shape in {"square", "rectangle"}:
        return SealKind.OTHER_DEPARTMENT if seal_words.department(arc) and len(arc) > 6 else SealKind.PERSONAL  # noqa: PLR2004 - longer than a person's name
    if seal_words.purpose(below) or seal_words.purpose(arc):
        return SealKind.SPECIAL
    if line_inked and line.confidence < sure:
        return SealKind.UNKNOWN
    if tail := seal_words.department(below) or seal_words.department(arc):
        return SealKind.PERSONNEL if tail in seal_words.PERSONNEL else SealKind.OTHER_DEPARTMENT
    return _of_whole(arc, below, sure=name.confidence >= sure, line_inked=line_inked)


def _of_whole(arc: str, below: str, *, sure: bool, line_inked: bool) -> SealKind:
    """Return the kind of a seal on which no department and no purpose was read."""
    if seal_words.is_branch(arc + below):
        return SealKind.BRANCH
    if (line_inked and below) or not sure or len(arc) < 4:  # noqa: PLR2004 - no unit's name is shorter
        return SealKind.UNKNOWN
    return SealKind.STATE_ORGAN if seal_words.is_organ(arc) else SealKind.UNIT


def _words(text: str) -> str:
    """Return the Chinese characters of a text."""
    return "".join(character for character in text if "\u3400" <= character <= "\u9fff")
