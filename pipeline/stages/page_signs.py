"""What a piece of evidence about a page is: words, where they must stand, and what they weigh."""

from enum import Enum
from typing import NamedTuple


class Place(Enum):
    """Where a word must stand to count."""

    TITLE = "title"
    START = "start of a line"
    ANY = "anywhere"


class Sign(NamedTuple):
    """One piece of evidence: any of `words`, or the regular expression `shape`, at `place`, weighs `weight` once."""

    weight: float
    place: Place
    words: tuple[str, ...] = ()
    shape: str = ""
    key: bool = False


class Evidence(NamedTuple):
    """The signs of one kind of page; most_characters: no sheet with more text is of this kind."""

    signs: tuple[Sign, ...]
    most_characters: int = 100_000


TITLE, START, ANY = Place.TITLE, Place.START, Place.ANY
