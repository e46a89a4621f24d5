"""What the machine has and lacks: the model files, and everything else that must be there to look at uploads."""

import shutil
import subprocess
from collections.abc import Iterable

import msgspec

from pipeline.engines import loader
from pipeline.engines.precision import why_full


class Ailment(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is missing; `required`: without it the product stops, otherwise it only sees less."""

    what: str
    mend: str
    required: bool


def models(found: Iterable[loader.Model], *, as_json: bool) -> str:
    """Return the model files: what for, where from, licence, SHA-256, and whether each is there."""
    entries = [
        {
            "name": model.pin.name,
            "status": model.status.value,
            "purpose": model.pin.purpose,
            "from": f"{model.pin.package}=={model.pin.version}",
            "licence": model.pin.licence,
            "sha256": model.pin.sha256,
            "path": str(model.path),
        }
        for model in found
    ]
    if as_json:
        return msgspec.json.format(msgspec.json.encode(entries), indent=1).decode()
    return "\n".join(
        f"{e['name']}: {e['status']}\n  {e['purpose']}; from {e['from']}, {e['licence']}\n  sha256 {e['sha256']}\n  {e['path']}"
        for e in entries
    )


def ailments() -> tuple[Ailment, ...]:
    """Return everything that is missing on this machine and how to get it."""
    lacking = [
        Ailment(
            what=f"model file {model.pin.file} is {model.status.value}",
            mend=f"install {model.pin.package}=={model.pin.version} again" if model.pin.in_place else "prescreen models install",
            required=True,
        )
        for model in loader.models()
        if model.status is not loader.Status.PRESENT
    ]
    tesseract = shutil.which("tesseract")
    if tesseract is None:
        mend = "apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-osd"
        lacking.append(Ailment(what="the second reader, Tesseract, is not installed", mend=mend, required=False))
    else:
        listed = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - found on PATH, no input of ours
        lacking += [
            Ailment(
                what=f"Tesseract lacks the language {language}",
                mend=f"apt-get install tesseract-ocr-{language.replace('_', '-')}",
                required=False,
            )
            for language in ("chi_sim", "osd")
            if language not in listed.stdout.split()
        ]
    if why_full() == "package":
        what = "this processor could read pages at half the cost"
        lacking.append(Ailment(what=what, mend="install the extra: pip install 'prescreen[fast]'", required=False))
    return tuple(lacking)


def told(found: Iterable[Ailment], *, as_json: bool) -> str:
    """Return the ailments for a person, or as JSON."""
    found = tuple(found)
    if as_json:
        return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()
    if not found:
        return "nothing is missing"
    return "\n".join(f"{'missing' if a.required else 'advised'}: {a.what}; {a.mend}" for a in found)
