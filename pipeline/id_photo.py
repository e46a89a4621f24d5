"""The ID photo by itself: judged under a photo specification, drawn with what was measured, or made out of a larger one."""

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pipeline import examine, photo_fix, workers
from pipeline.checks.base import Lang
from pipeline.datamodel import photo_spec
from pipeline.datamodel.finding import Fault, Outcome
from pipeline.datamodel.observation import PageKind
from pipeline.datamodel.report import Report
from pipeline.errors import OutputError
from pipeline.workers import Plan

REFUSED = {
    "zh": "裁出的照片仍不符合要求（见上），未写入文件，请换一张原图。",
    "en": "the photo that was made still fails (see above), so it was not written; use another original",
}


class Fixed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of `--fix`: the photo made and its report, or the reason why nothing was written.

    made: None where none could be made; refused: "" where it was written; report: of what was made, also where it was not written.
    """

    made: photo_fix.Made | None = None
    refused: str = ""
    fault: Fault | None = None
    report: Report | None = None

    def told(self, lang: Lang, target: Path) -> str:
        """Return what was done in one sentence, or why nothing was."""
        if self.refused or self.made is None:
            return self.refused
        made = self.made
        turned = {"zh": f"旋转{made.turn_deg}度，" if made.turn_deg else "", "en": f"turned by {made.turn_deg}, " if made.turn_deg else ""}[
            lang
        ]
        level = (
            {"zh": f"校正倾斜{made.roll_deg:.1f}度，", "en": f"levelled by {made.roll_deg:.1f} degrees, "}[lang] if made.roll_deg else ""
        )
        return {
            "zh": f"已写入{target}：{turned}{level}缩至{made.scale:.0%}，JPEG质量{made.quality}，{len(made.jpeg)}字节",
            "en": f"wrote {target}: {turned}{level}scaled to {made.scale:.0%}, JPEG quality {made.quality}, {len(made.jpeg)} bytes",
        }[lang]


def specified(name: str) -> photo_spec.PhotoSpec:
    """Return a photo specification. Raises ProfileError where it is unknown or wrong."""
    return photo_spec.load(name)


def planned(plan: Plan, spec: str) -> Plan:
    """Return the plan with a photo specification laid over its rule pack. Raises ProfileError where that cannot be."""
    return dataclasses.replace(plan, profile=photo_spec.load(spec).over(plan.profile)) if spec else plan


def judged(paths: Sequence[Path], plan: Plan, *, draw: Path | None = None) -> list[Report]:
    """Return one report a photo; draw: where to write what was measured over the photos, as PNG."""
    tasks = [
        workers.Task(
            files=(path,),
            told=PageKind.ID_PHOTO,
            draw=draw and (draw if place == 1 else draw.with_stem(f"{draw.stem}-file{place}")),
        )
        for place, path in enumerate(paths, start=1)
    ]
    setup = plan.judge_only()
    return [examine.judge(seen, setup, loose=True, family="photo") for seen in workers.looked_at(tasks, plan)]


def fixed(source: Path, target: Path, plan: Plan, spec: photo_spec.PhotoSpec, *, draw: Path | None = None) -> Fixed:
    """Make the source's photo to specification, judge the file that was made, and write it only where nothing in it fails.

    plan: with the specification laid over its rule pack. The file is for its owner only (0600).

    Raises:
        OutputError: the target cannot be written.
    """
    answer = workers.fix(photo_fix.Order(source=str(source), output=spec.output), plan)
    if isinstance(answer, Fault):
        return Fixed(fault=answer, refused=answer.message)
    if isinstance(answer, photo_fix.Refused):
        return Fixed(refused=answer.told(plan.lang))
    try:
        room = Path(tempfile.mkdtemp(prefix=".prescreen-", dir=target.parent))
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror}; choose another --fix") from error
    try:
        trial = room / target.name
        _written(trial, answer.jpeg)
        (report,) = judged([trial], plan, draw=draw)
        if any(finding.outcome in {Outcome.FAIL, Outcome.NOT_ASSESSED} for finding in report.findings):
            return Fixed(made=answer, report=report, refused=REFUSED[plan.lang])
        trial.replace(target)
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror}; choose another --fix") from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return Fixed(made=answer, report=report)


def _written(path: Path, content: bytes) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode=0o600)) as out:
        out.write(content)
