"""What stages see: every observation names its page, its box, how sure the eye was, and which stage saw it."""

from enum import StrEnum

import msgspec

from pipeline.datamodel.application import Kind
from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.page import Origin
from pipeline.datamodel.reading import Reading


class Observation(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """page: index into `Sightings.pages`; box: pixels of that upright page; confidence: 0-1; seen_by: the stage's name."""

    page: int
    box: Box
    confidence: float
    seen_by: str


class PageSeen(Observation, frozen=True, kw_only=True):
    """A page as intake and upright left it; observations point at it by its place in `Sightings.pages`.

    file: relative to the application folder; number: zero-based page or frame in the file; part: zero-based part of that picture.
    size: width and height in pixels of the upright page. turn: clockwise degrees applied (EXIF not counted); skew_deg undone.
    quad: where the page lies in the uploaded picture, in pixels of that picture upright by its orientation tag and shrunk as intake
    left it; None where it is the whole picture. px_per_mm: None where unknown. fingerprint: 64-bit perceptual hash, 16 hex digits.
    ink_share: share (0-1) of pixels darker than paper after light has been flattened: a blank page has next to none.
    """

    file: str
    number: int
    part: int
    size: tuple[int, int]
    turn: int
    skew_deg: float
    px_per_mm: float | None
    fingerprint: str
    ink_share: float
    origin: Origin
    quad: Quad | None = None


class Legibility(Observation, frozen=True, kw_only=True):
    """How readable a page is. `problems` are words of a fixed list: blur, glare, dark, faint, small, cut.

    sharpness: edge contrast over edge width of the text, about 1 for a clean scan, below 0.3 hard to read; contrast: ink
    against paper, 0-1; text_height_px: median height of text lines, None where none was found; reading_confidence: mean
    confidence of the recogniser on the page, None where nothing was read; glare_share, dark_share: 0-1 of the page.
    """

    sharpness: float
    contrast: float
    text_height_px: float | None
    reading_confidence: float | None
    glare_share: float
    dark_share: float
    problems: tuple[str, ...]
    legible: bool


class TextLine(Observation, frozen=True, kw_only=True):
    """One line of text as an engine or the text layer gave it. `quad` is its tight outline; `printed` is unknown (None) until told."""

    reading: Reading
    quad: Quad | None = None
    from_layer: bool = False


class PageKind(StrEnum):
    """What a page is. `contract-*` covers 劳动合同, 聘用合同, 聘用协议, 返聘协议 and dispatch contracts alike (see `ContractType`).

    letter: 聘书, 聘用证明, 在职证明, 任命; certificate: 职业资格证书, 注册证; degree-certificate: 学历 and 学位; title-certificate: 职称;
    promise: 承诺书; identity-proof: what the police write about a number or a name; request: a letter that asks for a change of it.
    """

    FORM_1 = "form-page-1"
    FORM_2 = "form-page-2"
    FORM_SINGLE = "form-single"
    CONTRACT_COVER = "contract-cover"
    CONTRACT_BODY = "contract-body"
    CONTRACT_SIGNATURE = "contract-signature"
    CONTRACT_ANNEX = "contract-annex"
    LETTER = "letter"
    RENAME_NOTICE = "rename-notice"
    STATEMENT = "statement"
    EDUCATION_PROOF = "education-proof"
    RETIREMENT_PROOF = "retirement-proof"
    INSTITUTION_PROOF = "institution-proof"
    ID_COPY = "id-copy"
    HELD_ID = "held-id"
    ID_PHOTO = "id-photo"
    CERTIFICATE = "certificate"
    DEGREE = "degree-certificate"
    TITLE = "title-certificate"
    EXAM_FORM = "exam-form"
    PROMISE = "promise"
    LICENCE = "business-licence"
    IDENTITY_PROOF = "identity-proof"
    REQUEST = "request"
    BLANK = "blank"
    OTHER = "other"

    @property
    def is_form(self) -> bool:
        """Whether the page belongs to an application form."""
        return self in {PageKind.FORM_1, PageKind.FORM_2, PageKind.FORM_SINGLE}

    @property
    def is_contract(self) -> bool:
        """Whether the page belongs to a two-sided employment document."""
        return self.value.startswith("contract-")


class ContractType(StrEnum):
    """Which two-sided employment document a page belongs to."""

    LABOUR = "labour"
    APPOINTMENT = "appointment"
    RE_EMPLOYMENT = "re-employment"
    DISPATCH = "dispatch"


class PageKindSeen(Observation, frozen=True, kw_only=True):
    """What a page is: its kind, the title that says so, and its printed page number.

    form_kind: the registration kind that a form's title or ticked box names, None where it names none; change forms whose
    ticked item cannot be told have None and `form_family` "change". form_family: "initial", "renewal", "change",
    "re-registration", "reissue", "cancellation" or "". number, of: as printed ("第2页 共3页"), one-based, None where not
    printed. clauses: numbers of the clauses (第…条) that start on the page, in order.
    """

    kind: PageKind
    title: str = ""
    form_kind: Kind | None = None
    form_family: str = ""
    contract: ContractType | None = None
    number: int | None = None
    of: int | None = None
    clauses: tuple[int, ...] = ()


class FieldName(StrEnum):
    """Which question a value answers; the page's kind says on which document."""

    PERSON = "person"
    ID_NUMBER = "id-number"
    EMPLOYER = "employer"
    FORMER_EMPLOYER = "former-employer"
    CREDIT_CODE = "credit-code"
    CERTIFICATE_NUMBER = "certificate-number"
    CERTIFICATE_ISSUED_ON = "certificate-issued-on"
    REGISTRATION_NUMBER = "registration-number"
    REGISTRATION_EXPIRES_ON = "registration-expires-on"
    CATEGORY = "category"
    AGENCY = "agency"
    EDUCATION = "education"
    PHONE = "phone"
    CHANGE_ITEM = "change-item"
    TERM = "term"
    TERM_START = "term-start"
    TERM_END = "term-end"
    TERM_OPTION = "term-option"
    POST = "post"
    SIGNED_ON = "signed-on"
    OPINION = "opinion"
    WORK_HISTORY = "work-history"


class Field(Observation, frozen=True, kw_only=True):
    """A value found by its label. `box` is where the value stands (the empty cell where nothing stands in it).

    label: the label's text as read, spaces removed; reading: the value as read, spaces removed, "" for an empty place;
    second: the same place read by an independent engine, None where it was not asked; handwritten: True, False, or None
    where it cannot be told; blank: no ink but lines in the place.
    """

    name: FieldName
    label: str
    reading: Reading
    second: Reading | None = None
    handwritten: bool | None = None
    blank: bool = False


class Role(StrEnum):
    """Whose act a place on a page is for."""

    APPLICANT_SIGNATURE = "applicant-signature"
    EMPLOYER_HEAD_SIGNATURE = "employer-head-signature"
    EMPLOYER_SEAL = "employer-seal"
    FORMER_EMPLOYER_SEAL = "former-employer-seal"
    AUTHORITY_SEAL = "authority-seal"
    CONTRACT_EMPLOYER_SEAL = "contract-employer-seal"
    CONTRACT_EMPLOYER_SIGNATURE = "contract-employer-signature"
    CONTRACT_PERSON_SIGNATURE = "contract-person-signature"
    STATEMENT_SIGNATURE = "statement-signature"


class Cell(Observation, frozen=True, kw_only=True):
    """A place where a signature or a seal belongs, found by its label; "no place found" is the absence of a Cell.

    box: the whole place to look in (for a seal: the opinion cell; for a signature: right of, on or below its label);
    label: the label's text as read; label_box: where the label stands.
    """

    role: Role
    label: str
    label_box: Box


class SealKind(StrEnum):
    """What a seal is, decided by what is read on it, not by its star."""

    UNIT = "unit"
    PERSONNEL = "personnel"
    SPECIAL = "special"
    OTHER_DEPARTMENT = "other-department"
    BRANCH = "branch"
    PERSONAL = "personal"
    CROSS_PAGE = "cross-page"
    STATE_ORGAN = "state-organ"
    UNKNOWN = "unknown"


class Seal(Observation, frozen=True, kw_only=True):
    """A seal's impression. `kind` is decided by what was read.

    shape: "round", "oval", "square" or "rectangle"; ink: "red", "blue", "black". axes_px: the outline's half-axes (longer
    first) in pixels of the page; turn_deg: clockwise rotation of its upright axis where the star or the line shows it, else
    None. arc_deg: where the arc's text begins and ends, clockwise from that axis' top, None where the axis is unknown; a text that is
    whole lies as far on either side. name: the arc's text with its lattices, one per ink; line: text under the star ("" when none);
    code: digits at the bottom ("" when none). ring_share: share (0-1) of the outline that is inked; contrast: ink against ground, 0-1;
    legible: 0-1 from size, ring, contrast and character confidence together. cut: lies across the page's edge.
    """

    shape: str
    ink: str
    axes_px: tuple[float, float]
    turn_deg: float | None
    name: Reading
    line: Reading
    code: str
    kind: SealKind
    ring_share: float
    contrast: float
    legible: float
    cut: bool = False
    arc_deg: tuple[float, float] | None = None


class Writing(StrEnum):
    """What stands in a place where a signature belongs."""

    HANDWRITTEN = "handwritten"
    PRINTED = "printed"
    NAME_STAMP = "name-stamp"
    FINGERPRINT = "fingerprint"
    DATE_ONLY = "date-only"
    SEAL_ONLY = "seal-only"
    EMPTY = "empty"
    UNCLEAR = "unclear"


class Signature(Observation, frozen=True, kw_only=True):
    """What stands in a signature's place (one per Cell with a signature role). `box` is the ink, or the place when empty.

    role: the cell's role; writing: what stands there, `confidence` says how surely; ink: "black", "blue", "red", "none";
    text: what a recogniser makes of it, weak evidence only; text_sure: its confidence in the weakest character, 0-1.
    """

    role: Role
    writing: Writing
    ink: str = "none"
    text: str = ""
    text_sure: float = 0.0


class Handwriting(Observation, frozen=True, kw_only=True):
    """A group of pen strokes that may be a signature, wherever it stands; weak evidence that no check leans on.

    label: the print it most likely belongs to, as read, "" where there is none near; label_box: where that stands.
    """

    label: str = ""
    label_box: Box | None = None


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """One face: its box, detector score 0-1, and five points (right eye, left eye, nose, mouth corners; the person's right first)."""

    box: Box
    score: float
    points: tuple[tuple[float, float], ...]


class FacesSeen(Observation, frozen=True, kw_only=True):
    """Every face found on a page by a cheap look, largest first; `box` is the whole page. Faces are never recognised."""

    faces: tuple[Face, ...]


class HeadPatch(Observation, frozen=True, kw_only=True):
    """The texture of one head, set to the eyes, to tell one photo from another print of it: `HEIGHT` rows of `WIDTH` signed bytes.

    See datamodel/head_texture.py. Broad light and shade and all colour are gone from it. Nobody is recognised by it; it is kept with
    the sightings and shown in no report. `box` is the face.
    """

    texture: bytes


class Portrait(Observation, frozen=True, kw_only=True):
    """One ID photo measured: every face in it and one measure per requirement, as far as it could be taken.

    `measures` maps a measure's name (see stages/portrait.py, where each is described with unit and source) to its value; a
    measure that could not be taken is absent, and its reason stands in `unmeasured`. `head` is crown to chin.
    """

    faces: tuple[Face, ...]
    head: Box | None
    measures: dict[str, float]
    unmeasured: dict[str, str]


class HeldId(Observation, frozen=True, kw_only=True):
    """A photo of a person holding an identity card. `face` is the live face, `card` the card's outline; None: not found.

    person: the name read on the card; id_number: the number read on it (never shown outside unmasked); digits_covered:
    True, False, or None where it cannot be told; card_width_px: the card's longer side; face_cut: the face touches the edge.
    side: "front" (name and number), "back" (emblem and term) or "" where it was not told; printed_face: the portrait on the card.
    """

    face: Face | None
    card: Quad | None
    card_width_px: float | None
    person: Reading | None
    id_number: Reading | None
    digits_covered: bool | None
    face_cut: bool
    side: str = ""
    printed_face: Face | None = None


Seen = (
    PageSeen
    | FacesSeen
    | Legibility
    | TextLine
    | PageKindSeen
    | Field
    | Cell
    | Seal
    | Signature
    | Handwriting
    | Portrait
    | HeldId
    | HeadPatch
)
