"""The ID photo by itself: made to specification out of a larger drawn one, refused with a reason, never over what is there."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline import examine, id_photo, photo_fix
from pipeline.datamodel import photo_spec, profile
from pipeline.datamodel.finding import Fault, Outcome
from pipeline.datamodel.page import Rgb
from pipeline.engines import loader
from pipeline.engines.protocols import Engines
from pipeline.errors import EngineMissingError
from pipeline.photo_fix import Cutter, Made, Order, Refused
from pipeline.workers import Plan
from tests.fakes import BlindFaces
from tests.test_cli import prescreen

PHOTOS = Path(__file__).parents[1] / "samples" / "photos"
PACK = profile.load("cse-online-2019-11")


def drawn(story: str) -> Rgb:
    rows = map(json.loads, (PHOTOS / "truth.jsonl").read_text(encoding="utf-8").splitlines())
    name = next(row["file"] for row in rows if row["story"].startswith(story))
    return np.asarray(Image.open(PHOTOS / name).convert("RGB"))


def large(path: Path, *, story: str = "good", times: float = 3, room: int = 200, turn: int = 0, tilt: float = 0) -> Path:
    """A drawn photo scaled up, white ground added above and on both sides, as a camera would have it."""
    photo = Image.fromarray(drawn(story)).resize((round(295 * times), round(413 * times)), Image.Resampling.LANCZOS)
    scene = Image.new("RGB", (photo.width + 2 * room, photo.height + room), "white")
    scene.paste(photo, (room, room))
    scene.rotate(-tilt, Image.Resampling.BICUBIC, fillcolor="white").rotate(-turn, expand=True).save(path, quality=95)
    return path


def order(source: Path, spec: str = "exam-one-inch") -> Order:
    return Order(source=str(source), output=photo_spec.load(spec).output)


def setup(spec: str = "exam-one-inch", engines: Engines | None = None) -> examine.Setup:
    return examine.set_up(photo_spec.load(spec).over(PACK), engines or Engines(faces=BlindFaces()))


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    try:
        yield Engines(faces=loader.load(blind=False).faces)
    except EngineMissingError:
        pytest.skip("the face models are not installed")


def test_a_file_that_does_not_open_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff no picture")
    answer = Cutter().make(order(tmp_path / "a.jpg"), setup())
    assert isinstance(answer, Refused)
    assert answer.slug == "unreadable"


def test_a_picture_without_a_face_is_refused(tmp_path: Path) -> None:
    assert Cutter().make(order(large(tmp_path / "a.jpg", times=2)), setup()) == Refused(slug="no-face", measured=0)


def test_without_face_models_the_engine_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineMissingError):
        Cutter().make(order(large(tmp_path / "a.jpg", times=1)), examine.set_up(PACK, Engines()))


def test_every_reason_is_a_sentence_in_both_languages() -> None:
    for slug in photo_fix.TEXTS:
        refusal = Refused(slug=slug, measured=2, limit=3, why="x")
        assert refusal.told("zh") != refusal.told("en")


@pytest.mark.engine
class TestOnDrawnPhotos:
    @pytest.mark.parametrize("spec", photo_spec.names())
    def test_the_file_is_as_the_specification_asks(self, spec: str, tmp_path: Path, engines: Engines) -> None:
        made = Cutter().make(order(large(tmp_path / "a.jpg", times=4), spec), setup(spec, engines))
        asked = photo_spec.load(spec).output
        assert isinstance(made, Made)
        (tmp_path / "b.jpg").write_bytes(made.jpeg)
        picture = Image.open(tmp_path / "b.jpg")
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", asked.size.value)
        assert picture.info["dpi"] == (asked.dpi.value, asked.dpi.value)
        assert asked.least_bytes.value <= len(made.jpeg) <= asked.most_bytes.value
        assert made.scale <= 1

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_a_photo_in_any_turn_and_a_little_tilted_is_stood_upright(self, turn: int, tmp_path: Path, engines: Engines) -> None:
        made = Cutter().make(order(large(tmp_path / "a.jpg", turn=turn, tilt=4)), setup(engines=engines))
        assert isinstance(made, Made)
        assert made.turn_deg == (-turn) % 360
        assert abs(made.roll_deg) == pytest.approx(4, abs=1)

    def test_what_is_too_small_is_not_scaled_up(self, tmp_path: Path, engines: Engines) -> None:
        answer = Cutter().make(order(large(tmp_path / "a.jpg", times=0.6, room=150)), setup(engines=engines))
        assert isinstance(answer, Refused)
        assert answer.slug == "too-small"
        assert answer.measured == pytest.approx(1.6, abs=0.3)

    def test_no_ground_is_painted_in_where_the_source_ends(self, tmp_path: Path, engines: Engines) -> None:
        tight = Image.open(large(tmp_path / "a.jpg", room=0)).crop((190, 60, 700, 1239))
        tight.save(tmp_path / "b.jpg", quality=95)
        answer = Cutter().make(order(tmp_path / "b.jpg"), setup(engines=engines))
        assert isinstance(answer, Refused)
        assert answer.slug == "no-room"

    def test_two_faces_are_refused(self, tmp_path: Path, engines: Engines) -> None:
        answer = Cutter().make(order(large(tmp_path / "a.jpg", story="two faces")), setup(engines=engines))
        assert answer == Refused(slug="several-faces", measured=2)

    def test_a_photo_that_is_well_cut_is_only_scaled(self, tmp_path: Path, engines: Engines) -> None:
        made = Cutter().make(order(large(tmp_path / "a.jpg", times=2, room=0)), setup(engines=engines))
        assert isinstance(made, Made)
        (tmp_path / "b.jpg").write_bytes(made.jpeg)
        assert made.scale == 0.5
        assert np.abs(np.asarray(Image.open(tmp_path / "b.jpg")).astype(int) - drawn("good").astype(int)).mean() < 3


@pytest.mark.engine
class TestWriting:
    def plan(self) -> Plan:
        return id_photo.planned(Plan(profile=PACK, lang="en"), "exam-one-inch")

    def test_the_photo_is_judged_and_written_for_its_owner_only(self, tmp_path: Path, engines: Engines) -> None:
        assert engines.faces
        done = prescreen(
            "photo", large(tmp_path / "a.jpg"), "--spec", "exam-one-inch", "--fix", tmp_path / "b.jpg", "--draw", tmp_path / "b.png"
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / "b.jpg").stat().st_mode & 0o777 == (tmp_path / "b.png").stat().st_mode & 0o777 == 0o600
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jpg", "b.jpg", "b.png"]

    def test_what_would_fail_is_not_written_and_its_report_is_given(self, tmp_path: Path, engines: Engines) -> None:
        assert engines.faces
        source = large(tmp_path / "a.jpg", story="eyes closed")
        done = id_photo.fixed(source, tmp_path / "b.jpg", self.plan(), photo_spec.load("exam-one-inch"))
        assert done.refused
        assert done.report is not None
        assert {f.check for f in done.report.findings if f.outcome is Outcome.FAIL} == {"photo-eyes"}
        assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]

    def test_a_refusal_is_a_reason_on_stderr_an_empty_list_for_scripts_and_exit_1(self, tmp_path: Path, engines: Engines) -> None:
        assert engines.faces
        done = prescreen("photo", PHOTOS / "photo-12.jpg", "--fix", tmp_path / "b.jpg", "--json", "--lang", "en")
        assert (done.returncode, json.loads(done.stdout)) == (1, [])
        assert "no face" in done.stderr
        assert not list(tmp_path.iterdir())

    def test_a_link_is_replaced_and_never_written_through(self, tmp_path: Path, engines: Engines) -> None:
        assert engines.faces
        (tmp_path / "other").write_text("mine", encoding="utf-8")
        (tmp_path / "b.jpg").symlink_to(tmp_path / "other")
        done = id_photo.fixed(large(tmp_path / "a.jpg"), tmp_path / "b.jpg", self.plan(), photo_spec.load("exam-one-inch"))
        assert not done.refused
        assert (tmp_path / "other").read_text(encoding="utf-8") == "mine"
        assert not (tmp_path / "b.jpg").is_symlink()


def test_the_source_itself_is_never_the_target(tmp_path: Path) -> None:
    source = large(tmp_path / "a.jpg", times=1)
    os.link(source, tmp_path / "same.jpg")
    for target in (source, tmp_path / "same.jpg"):
        done = prescreen("photo", source, "--fix", target)
        assert done.returncode == 2
        assert "itself" in done.stderr


def test_our_own_failure_is_told_as_a_fault() -> None:
    done = id_photo.Fixed(fault=Fault(where="workers", error="crash", message="ended"), refused="ended")
    assert done.told("en", Path("b.jpg")) == "ended"
