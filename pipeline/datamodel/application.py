"""One application: what was declared about it and which files were uploaded."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec


class Kind(StrEnum):
    """What is applied for, as `application.json` names it."""

    INITIAL = "initial"
    LATE_INITIAL = "late-initial"
    RENEWAL = "renewal"
    CHANGE_EMPLOYER = "change-employer"
    CHANGE_NAME = "change-name"
    CHANGE_CATEGORY = "change-category"
    RE_REGISTRATION = "re-registration"
    REISSUE = "reissue"
    CANCELLATION = "cancellation"
    ID_NUMBER_CHANGE = "id-number-change"
    EXAM_VERIFICATION = "exam-verification"


class StaffStatus(StrEnum):
    """How the applicant is employed; it decides which employment document counts."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    RETIRED = "retired"


class DeclaredApplicant(msgspec.Struct, frozen=True, kw_only=True):
    """The applicant as declared; `None` means not declared."""

    name: str | None = None
    id_number: str | None = None


class DeclaredEmployer(msgspec.Struct, frozen=True, kw_only=True):
    """The employer as declared; `None` means not declared."""

    name: str | None = None
    former_name: str | None = None


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """The declared facts of `application.json`; `None` means not declared, never "not so"."""

    kind: Kind | None = None
    applicant: DeclaredApplicant = DeclaredApplicant()
    employer: DeclaredEmployer = DeclaredEmployer()
    staff_status: StaffStatus | None = None
    submitted_on: date | None = None
    certificate_issued_on: date | None = None
    registration_expires_on: date | None = None
    level: str | None = None
    verification_reason: str | None = None


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """One upload folder, walked: its id, what is declared, and the regular files in it in a fixed order.

    `declaration_errors` lists every wrong key of `application.json` in a clerk's words; the good keys still count.
    """

    id: str
    folder: Path
    files: tuple[Path, ...]
    declared: Declared = Declared()
    declaration_errors: tuple[str, ...] = ()


def printable(text: str) -> str:
    r"""Return a file name, or a path, fit for a screen and for JSON: controls, direction marks, lone surrogates and `\` are escaped.

    Two different texts never come out the same: a byte that is no UTF-8 becomes `\xHH`, any other escaped character `\uHHHH`.
    """
    return "".join(map(_printable, text))


def application_id(folder: Path) -> str:
    """Return the id of the application in a folder: the folder's name, printable; everybody asks here, so that results are found again."""
    return printable(folder.absolute().name)


def _printable(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - surrogateescape's range: a byte that was no UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    if character == "\\" or not (character.isprintable() or character == "\u3000"):
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - the last code of four digits
    return character
