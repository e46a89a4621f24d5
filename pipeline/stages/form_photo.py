"""Takes the texture of the head from a form's own photo and from the uploaded ID photo, so that a check can lay one over the other."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from pipeline.datamodel.observation import FacesSeen, HeadPatch, Observation, PageKind, PageKindSeen
from pipeline.imaging.photo_patch import head_texture
from pipeline.stages.base import Look, Stage


class FormPhoto(Stage, frozen=True, kw_only=True):
    """One texture of the largest face on every form page and every ID photo. Nobody is recognised: prints of one picture are compared."""

    name: ClassVar[str] = "form-photo"
    sees: ClassVar[tuple[type[Observation], ...]] = (HeadPatch,)
    after: ClassVar[tuple[type[Observation], ...]] = (FacesSeen, PageKindSeen)

    least_eyes_px: Annotated[
        float,
        Meta(
            ge=1,
            le=200,
            description="distance between the eyes below which a photo shows too little to be compared",
            extra={"unit": "px", "source": "our choice: half of the 17 px that the eyes are apart in the texture"},
        ),
    ] = 9.0

    def see(self, look: Look) -> Iterator[Observation]:
        """Yield the texture of the page's largest face, where the page is a form or an ID photo and the face is large enough."""
        kind = next((seen.kind for seen in look.of(PageKindSeen)), PageKind.OTHER)
        if not (kind.is_form or kind is PageKind.ID_PHOTO):
            return
        for seen in look.of(FacesSeen):
            for face in seen.faces[:1]:
                right, left = face.points[0], face.points[1]
                apart = ((left[0] - right[0]) ** 2 + (left[1] - right[1]) ** 2) ** 0.5
                texture = head_texture(look.page.image, right, left) if apart >= self.least_eyes_px else None
                if texture is not None:
                    box = face.box.clipped(look.page.width, look.page.height)
                    yield HeadPatch(page=look.index, box=box, confidence=face.score, seen_by=self.name, texture=texture)
