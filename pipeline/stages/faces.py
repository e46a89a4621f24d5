"""Looks for faces on every page, cheaply: where one is, a portrait or a held card may be judged; where none is, none can."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from pipeline.datamodel.observation import FacesSeen, Observation
from pipeline.stages.base import Look, Stage


class Faces(Stage, frozen=True, kw_only=True):
    """One pass of the detector over the whole page; a doubtful face must look like one to the mesh too. Nobody is recognised."""

    name: ClassVar[str] = "faces"
    sees: ClassVar[tuple[type[Observation], ...]] = (FacesSeen,)

    side_px: Annotated[
        int,
        Meta(
            ge=128,
            le=2048,
            description="long side at which faces are looked for",
            extra={"unit": "px", "source": "measured on 115 pictures with a face and 75 without, 2026-11-21: none missed, none invented"},
        ),
    ] = 640
    sure_score: Annotated[
        float,
        Meta(
            ge=0.6,
            le=1.0,
            description="detector score below which the face mesh must agree that there is a face",
            extra={
                "unit": "score 0-1",
                "source": "measured on 281 real pictures, 2026-11-22: single faces 0.85 and more, no-faces 0.66-0.74",
            },
        ),
    ] = 0.8
    least_mesh: Annotated[
        float,
        Meta(
            ge=0.0,
            le=1.0,
            description="score of the mesh with which it agrees",
            extra={"unit": "score 0-1", "source": "measured on 281 real pictures, 2026-11-22: no-faces at most 0.37, single faces 1.0"},
        ),
    ] = 0.6

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield the faces of the page, also when there are none. Raises EngineMissingError without face models."""
        image = look.page.image
        found = () if look.bears_only_print() else look.faces.faces(image, side_px=self.side_px)
        faces = tuple(face for face in found if face.score >= self.sure_score or look.faces.mesh(image, face)[1] >= self.least_mesh)
        yield FacesSeen(
            page=look.index,
            box=look.whole,
            confidence=faces[0].score if faces else 1.0,
            seen_by=self.name,
            faces=faces,
        )
