"""Limits that several checks have in common: how sure a reading, a page's kind or a mark must be before a check leans on it."""

from typing import Annotated

from msgspec import Meta

SureCharacter = Annotated[
    float,
    Meta(
        ge=0.3,
        le=1,
        description="a character read with less confidence than this may be another one",
        extra={"unit": "confidence 0-1", "source": "PENDING"},
    ),
]
SureKind = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="a page whose kind is told with less confidence than this may be another kind of page",
        extra={"unit": "confidence 0-1", "source": "PENDING"},
    ),
]
SureMark = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="what stands in a signature's place is leaned on from this confidence upward",
        extra={"unit": "confidence 0-1", "source": "PENDING"},
    ),
]

SURE_CHARACTER = 0.8
SURE_KIND = 0.5
SURE_MARK = 0.7
