"""From records to files: modes, leftovers, pictures that show what was judged and hide what must be hidden."""

import html
import io
import re
import stat
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from pipeline import batch, examine, pictures, publish
from pipeline.datamodel.application import Declared, Kind
from pipeline.datamodel.geometry import Box, Quad
from pipeline.datamodel.picture import Sheet
from pipeline.datamodel.report import Stored
from pipeline.engines.protocols import Engines
from pipeline.errors import UsageError
from pipeline.reports import templating
from tests.reports import drawn


def results(folder: Path, *entries: dict[str, object]) -> batch.Results:
    place = batch.Results(folder=folder)
    place.prepare()
    for entry in entries:
        (place.records / f"{batch.file_name(str(entry['application']))}.json").write_bytes(msgspec.json.encode(entry))
    return place


def uploads(folder: Path) -> Path:
    """Return uploads with one application: a grey page with a white stripe where the number stands."""
    image = np.full((160, 120, 3), 128, dtype=np.uint8)
    image[20:26, 10:70] = 255
    upload = folder / "uploads" / "2026-1"
    upload.mkdir(parents=True)
    for name in ("form.png", "held.png"):
        Image.fromarray(image).save(upload / name)
    return folder / "uploads"


def store(place: batch.Results, folder: Path) -> None:
    stored = Stored(
        application="2026-1",
        declared=Declared(),
        sightings=drawn.sightings(),
        stages={},
        input_sha256=examine.folder_sha256(folder),
        config_sha256="",
        timings={},
        versions={},
    )
    (place.sightings / "2026-1.msgpack").write_bytes(msgspec.msgpack.encode(stored))


def test_a_damaged_record_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    place = results(tmp_path / "out", drawn.entry())
    (place.records / "broken.json").write_text("{}")
    made = publish.publish(place, drawn.PROFILE, "zh", both=True)
    assert (made.applications, made.lost) == (2, ("broken",))
    pages = tmp_path / "out" / "report" / "applications"
    assert sorted(page.name for page in pages.iterdir()) == ["2026-1.html", "broken.html"]
    assert "record damaged" in (pages / "broken.html").read_text()
    assert "broken" in (tmp_path / "out" / "report" / "index.html").read_text()


def test_everything_is_for_its_owner_only(tmp_path: Path) -> None:
    made = publish.publish(results(tmp_path / "out", drawn.entry()), drawn.PROFILE, "zh")
    assert (made.applications, made.notices, made.unpictured) == (1, 1, ())
    for folder in ("report", "notices"):
        for path in (tmp_path / "out" / folder, *(tmp_path / "out" / folder).rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_pages_and_notices_that_no_longer_hold_are_removed(tmp_path: Path) -> None:
    place = results(tmp_path / "out", drawn.entry(), drawn.entry(application="gone"))
    publish.publish(place, drawn.PROFILE, "zh")
    (place.records / "gone.json").unlink()
    publish.publish(results(place.folder, drawn.cleared()), drawn.PROFILE, "zh")
    assert [path.name for path in (place.folder / "report" / "applications").iterdir()] == ["2026-1.html"]
    assert list((place.folder / "notices").iterdir()) == []


def test_notices_lie_as_page_and_document_beside_a_spreadsheet_of_everything(tmp_path: Path) -> None:
    place = results(tmp_path / "out", drawn.entry(), drawn.cleared() | {"application": "fine"})
    publish.publish(place, drawn.PROFILE, "zh")
    assert sorted(path.name for path in (place.folder / "notices").iterdir()) == ["2026-1.docx", "2026-1.html"]
    assert stat.S_IMODE((place.folder / "worklist.xlsx").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["index", "长" * 85, "a b#?", "<img src=x onerror=alert(1)>"])
def test_every_page_is_found_from_the_index(tmp_path: Path, name: str) -> None:
    place = results(tmp_path / "out", drawn.entry(application=name))
    made = publish.publish(place, drawn.PROFILE, "zh")
    (page,) = (place.folder / "report" / "applications").iterdir()
    assert str(templating.link("applications", page.name)) in made.index.read_text(encoding="utf-8")


def test_without_records_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="prescreen run"):
        publish.publish(batch.Results(folder=tmp_path), drawn.PROFILE, "zh")


def test_pictures_show_the_page_and_hide_the_number(tmp_path: Path) -> None:
    folder = uploads(tmp_path) / "2026-1"
    sheet = Sheet(
        file="form.png", page=0, part=0, turn=0, size=drawn.SIZE, side_px=900, hidden=(Box(10, 20, 60, 6),), crops=(Box(0, 0, 80, 40),)
    )
    album = pictures.Album(folder=str(folder), input_sha256=examine.folder_sha256(folder), sheets=(sheet,))
    (picture,) = pictures.take(album)
    for data in (picture.whole, picture.crops[0][1]):
        shown = np.asarray(Image.open(io.BytesIO(data)))
        assert shown[20:26, 12:68].max() < 40
        assert shown.max() < 180  # nothing of the white stripe is left


def test_a_page_is_turned_as_it_was_judged_or_not_shown(tmp_path: Path) -> None:
    folder = uploads(tmp_path) / "2026-1"
    sheet = Sheet(file="form.png", page=0, part=0, turn=90, size=(160, 120), side_px=900)
    album = pictures.Album(folder=str(folder), input_sha256=examine.folder_sha256(folder), sheets=(sheet,))
    (picture,) = pictures.take(album)
    assert Image.open(io.BytesIO(picture.whole)).size == (160, 120)
    assert pictures.take(msgspec.structs.replace(album, sheets=(msgspec.structs.replace(sheet, size=(99, 98)),))) == ()


def test_a_part_of_a_picture_is_cut_out_as_it_was_judged(tmp_path: Path) -> None:
    folder = uploads(tmp_path) / "2026-1"
    right = Quad((60, 0), (120, 0), (120, 160), (60, 160))
    sheet = Sheet(file="form.png", page=0, part=1, turn=0, size=(60, 159), side_px=900, quad=right)
    album = pictures.Album(folder=str(folder), input_sha256=examine.folder_sha256(folder), sheets=(sheet,))
    (picture,) = pictures.take(album)
    assert picture.key == ("form.png", 0, 1)
    assert Image.open(io.BytesIO(picture.whole)).size == (60, 159)


def test_uploads_that_have_changed_are_not_shown(tmp_path: Path) -> None:
    place, folder = results(tmp_path / "out", drawn.entry()), uploads(tmp_path)
    store(place, folder / "2026-1")
    whole = publish.publish(place, drawn.PROFILE, "zh", uploads=folder, jobs=1)
    page = place.folder / "report" / "applications" / "2026-1.html"
    assert whole.unpictured == ()
    assert page.read_text(encoding="utf-8").count("<figure>") == 2
    (folder / "2026-1" / "form.png").write_bytes(b"another file")
    assert publish.publish(place, drawn.PROFILE, "zh", uploads=folder, jobs=1).unpictured == ("2026-1",)
    assert "<figure>" not in page.read_text(encoding="utf-8")


def test_nothing_is_written_under_the_uploads(tmp_path: Path) -> None:
    folder = uploads(tmp_path)
    with pytest.raises(UsageError, match="nothing is ever written there"):
        publish.publish(results(folder / "out", drawn.entry()), drawn.PROFILE, "zh", uploads=folder)


def test_both_languages_lead_to_each_other_and_go_again(tmp_path: Path) -> None:
    place = results(tmp_path / "out", drawn.entry())
    publish.publish(place, drawn.PROFILE, "zh", both=True)
    report = place.folder / "report"
    for folder, words in ((report, "建议退回"), (report / "en", "Return")):
        for page in (folder / "index.html", folder / "applications" / "2026-1.html"):
            text = page.read_text(encoding="utf-8")
            assert words in text
            for target in re.findall(r'href="([^"#]+)"', text):
                assert (page.parent / target).is_file()
    publish.publish(place, drawn.PROFILE, "zh")
    assert not (report / "en").exists()


def test_messages_are_told_in_the_other_language_from_what_was_seen(tmp_path: Path) -> None:
    place = batch.Results(folder=tmp_path / "out")
    place.prepare()
    stored = Stored(
        application="2026-1",
        declared=Declared(kind=Kind.RENEWAL),
        sightings=drawn.sightings(),
        stages={},
        input_sha256="",
        config_sha256="",
        timings={},
        versions={},
    )
    place.write(stored, examine.judge(stored, examine.set_up(drawn.PROFILE, Engines(), lang="zh")))
    publish.publish(place, drawn.PROFILE, "zh", both=True)
    chinese, english = (
        (place.folder / "report" / folder / "applications" / "2026-1.html").read_text(encoding="utf-8") for folder in ("", "en")
    )
    said = examine.judge(stored, examine.set_up(drawn.PROFILE, Engines(), lang="en")).findings
    told = [html.escape(one.message) for one in said if one.outcome == "not-assessed"]
    assert told
    assert all(message in english and message not in chinese for message in told)
