"""Limits that several checks have in common: how sure a reading, a page's kind or a mark must be before a check leans on it."""

from typing import Annotated

from msgspec import Meta

SureCharacter = Annotated[
    float,
    Meta(
        ge=0.3,
        le=1,
        description="a character read with less confidence than this may be another one",
        extra={
            "unit": "confidence 0-1",
            "source": "measured on 27 drawn form and contract pages, 2026-11-22: 99.8 % of 3,506 right characters reach 0.8, none wrong; "
            "at 30-50 % of their size none of 18 wrongly read employers had every character at 0.8 (32 of 154 wrong characters had)",
        },
    ),
]
SureKind = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="a page whose kind is told with less confidence than this may be another kind of page",
        extra={
            "unit": "confidence 0-1",
            "source": "stages/page_kind gives at least 0.55 where a kind was told, at most 0.4 where something of ours may hide",
        },
    ),
]
SureMark = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="what stands in a signature's place is leaned on from this confidence upward",
        extra={"unit": "confidence 0-1", "source": "stages/signatures calls strokes a pen's from 0.85 upward, and unclear what it doubts"},
    ),
]
SureName = Annotated[
    float,
    Meta(
        ge=0,
        le=1,
        description="a signature counts as read where every character of it is at least so sure",
        extra={"unit": "confidence 0-1", "source": "our choice: the reader is one of print; benchmarks/signatures.md"},
    ),
]
SamePicture = Annotated[
    float,
    Meta(
        ge=0.5,
        le=1,
        description="agreement from which two prints are taken for one picture",
        extra={
            "unit": "correlation -1..1",
            "source": "set on one half of 46 real portraits, printed small and photographed by a program: 78 prints of the same "
            "photo 0.85 and more, 630 pairs of different people at most 0.81; the shut half, 2026-11-25: 55 of 57 prints and none "
            "of 340 pairs reach it",
        },
    ),
]

SAME_PICTURE = 0.84
SURE_CHARACTER = 0.8
SURE_KIND = 0.5
SURE_MARK = 0.7
SURE_NAME = 0.9
