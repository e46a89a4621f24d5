"""What each check should answer on a flawless application of a kind; defects override single answers."""

from __future__ import annotations

PHOTO = (
    *("photo-present", "photo-file", "photo-size", "photo-colour", "photo-background", "photo-face", "photo-head"),
    *("photo-pose", "photo-eyes", "photo-glasses", "photo-headwear", "photo-sharpness", "photo-exposure"),
    *("photo-compression", "photo-frame"),
)
PAGES = ("files-readable", "pages-legible", "pages-blank", "pages-duplicate")
FORM = (
    *(
        "form-pages",
        "form-kind",
        "form-filled",
        "form-employer",
        "form-term",
        "form-signature",
        "form-work-history",
        "form-agency",
        "form-photo",
    ),
    *("form-seal", "form-seal-kind", "form-seal-legible", "form-seal-name"),
)
EMPLOYMENT = (
    *("employment-present", "employment-type", "employment-employer", "employment-person"),
    *("employment-signed", "employment-term", "employment-pages", "employment-post"),
)
STATEMENT = ("statement-present", "statement-signature", "statement-content", "statement-promise")
DECLARED = ("declared-employer", "declared-applicant", "declared-window", "id-number")
SINGLE = ("rename-evidence", "held-id", "education-proof")
ALL_CHECKS = (*PAGES, *PHOTO, *FORM, *EMPLOYMENT, *SINGLE, *STATEMENT, *DECLARED)

WITH_EMPLOYMENT = {"initial", "late-initial", "renewal", "change-employer", "re-registration"}
WITH_EDUCATION = {"late-initial", "renewal", "re-registration"}
CHANGES = {"change-employer", "change-name", "change-category"}


def expected_for(kind: str, overrides: dict[str, str]) -> dict[str, str]:
    """{check: pass | fail | not-applicable | either} for every check; overrides are the application's defects."""
    answers = dict.fromkeys(ALL_CHECKS, "pass")
    # Headwear cannot be decided offline (research: not achievable without a face-parsing model).
    answers["photo-headwear"] = "either"
    answers["form-photo"] = "not-applicable"  # most forms are drawn without a photo
    # The rules of 2019-05 ask for a promise in the statement, those of 2019-11 do not; none is drawn.
    answers["statement-promise"] = "either"
    if kind not in WITH_EMPLOYMENT:
        answers.update(dict.fromkeys(EMPLOYMENT, "not-applicable"))
    if kind != "change-name":
        answers["rename-evidence"] = "not-applicable"
    if kind not in {"initial", "late-initial"}:
        answers["held-id"] = "not-applicable"
    if kind != "renewal":
        answers.update(dict.fromkeys(STATEMENT, "not-applicable"))
    if kind not in WITH_EDUCATION:
        answers["education-proof"] = "not-applicable"
    if kind in CHANGES:
        answers["declared-window"] = "either"
    unknown = set(overrides) - set(answers)
    if unknown:
        message = f"no such check: {sorted(unknown)}"
        raise KeyError(message)
    answers.update(overrides)
    return answers
