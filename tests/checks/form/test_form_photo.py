"""Of several photos the worst pair counts, and a face that gave no texture is not passed over."""

from pipeline.checks.base import Case
from pipeline.checks.build import Sheet, broken_file, case, faces, head_patch, sheet
from pipeline.checks.form.photo import FormPhotoCheck
from pipeline.datamodel.finding import Outcome
from pipeline.datamodel.head_texture import HEIGHT, WIDTH, agreement
from pipeline.datamodel.observation import PageKind

ONE = bytes((x * x + 3 * y * x + y * y // 2) % 97 for y in range(HEIGHT) for x in range(WIDTH))
OTHER = bytes((5 * x * y + 7 * x + y * y) % 89 for y in range(HEIGHT) for x in range(WIDTH))


def form(texture: bytes, kind: PageKind = PageKind.FORM_1) -> Sheet:
    return sheet(kind, faces(1), head_patch(texture))


def photo(texture: bytes) -> Sheet:
    return sheet(PageKind.ID_PHOTO, faces(1), head_patch(texture))


def answer(found: Case, **limits: float) -> tuple[str, Outcome]:
    (finding,) = FormPhotoCheck(**limits).judge(found)
    return finding.slug, finding.outcome


def test_one_picture_twice_passes_and_another_never_fails() -> None:
    assert answer(case(form(ONE), photo(ONE))) == ("same", Outcome.PASS)
    assert answer(case(form(ONE), photo(OTHER))) == ("perhaps-other", Outcome.UNSURE)


def test_the_limit_is_the_agreement_from_which_a_pair_passes() -> None:
    agreed = agreement(ONE, OTHER)
    assert answer(case(form(ONE), photo(OTHER)), same_from=agreed) == ("same", Outcome.PASS)
    assert answer(case(form(ONE), photo(OTHER)), same_from=agreed + 0.001) == ("perhaps-other", Outcome.UNSURE)


def test_of_two_form_pages_with_different_photos_the_worse_counts() -> None:
    assert answer(case(form(ONE), form(OTHER, PageKind.FORM_2), photo(ONE))) == ("perhaps-other", Outcome.UNSURE)


def test_a_form_whose_face_gave_no_texture_is_looked_at_even_beside_one_that_did() -> None:
    small = sheet(PageKind.FORM_2, faces(1))
    assert answer(case(form(ONE), small, photo(ONE))) == ("too-small", Outcome.UNSURE)


def test_an_id_photo_without_a_texture_cannot_be_compared() -> None:
    assert answer(case(form(ONE), sheet(PageKind.ID_PHOTO))) == ("nothing-to-compare", Outcome.UNSURE)
    assert answer(case(form(ONE), faults=(broken_file(),))) == ("nothing-to-compare", Outcome.UNSURE)


def test_a_face_on_another_page_is_no_photo_of_the_form() -> None:
    held = sheet(PageKind.HELD_ID, faces(1), head_patch(ONE))
    assert list(FormPhotoCheck().judge(case(sheet(PageKind.FORM_1), held, photo(OTHER)))) == []
