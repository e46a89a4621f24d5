"""The panels of a page: names side by side, the ID photo against its limits, the contract point by point, dates in order."""

import pytest

from pipeline.datamodel.finding import Evidence, Outcome, Severity
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.picture import Picture
from pipeline.reports import html
from pipeline.reports.facing import concerned, facing
from pipeline.reports.findings import Embedded
from pipeline.reports.outline import contract, days
from pipeline.reports.photo import measures, photos
from tests.reports import drawn

SEAL = {"file": "form.png", "page": 0, "box": [60, 90, 30, 30], "name": "望岚启辰有限公司", "line": "", "code": ""}


def sealed() -> dict[str, object]:
    entry = drawn.entry()
    entry["sightings"]["seals"] = [SEAL]
    return entry


def test_the_seal_s_name_lies_beside_the_form_s_with_what_differs() -> None:
    picture = Picture(file="form.png", page=0, part=0, whole=b"x", crops=((drawn.SEAL, b"seal"),))
    form, seal = facing(sealed(), "zh", Embedded([picture]))
    assert (form.same, seal.same) == (True, False)
    assert [column[:2] for column in seal.columns if not column[2]] == [("辰", "砚")]
    assert seal.crop is not None


def test_a_name_that_a_check_doubts_is_shown_as_the_check_read_it_and_never_called_the_same() -> None:
    entry = sealed()
    entry["sightings"]["seals"] = [SEAL | {"name": "望岚启砚有限公司"}]  # type: ignore[index]  # a record's own shape
    _, seal = facing(entry, "zh", Embedded())
    assert (seal.read, seal.same) == ("望岚启辰有限公司", False)
    entry["findings"][0]["evidence"][0]["read"] = ""  # type: ignore[index]  # as above
    assert facing(entry, "zh", Embedded())[1].same is None


def test_names_are_shown_in_the_report_only_where_they_are_in_question() -> None:
    assert concerned(drawn.entry())
    assert not concerned(drawn.cleared())
    assert "单位名称对照" in html.application(sealed(), drawn.PROFILE, "zh")
    assert "单位名称对照" not in html.application(drawn.cleared(), drawn.PROFILE, "zh")


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        ({"head_height_share": 0.5}, True),
        ({"head_height_share": 0.49}, False),
        ({"head_height_share": 0.75}, True),
        ({"head_height_share": 0.76}, False),
        ({"centre_offset_share": -0.5}, False),
        ({"crown_share": 0.5}, True),
        ({"roll_deg": -30.0}, False),
        ({"width_px": 295.0, "height_px": 413.0}, True),
        ({"width_px": 413.0, "height_px": 295.0}, False),
    ],
)
def test_each_measure_stands_against_the_limit_of_the_pack(taken: dict[str, float], kept: bool) -> None:  # noqa: FBT001
    (measure,) = measures(taken, drawn.PROFILE, "zh")
    assert measure.kept == kept
    assert measure.limit


def test_a_head_that_is_hardly_tilted_is_not_tilted_by_minus_nothing() -> None:
    (measure,) = measures({"roll_deg": -0.04}, drawn.PROFILE, "zh")
    assert measure.measured == "0.0°"


def test_what_could_not_be_measured_is_left_out() -> None:
    assert measures({}, drawn.PROFILE, "zh") == ()


def test_the_head_s_box_is_drawn_where_it_was_measured() -> None:
    entry = drawn.entry()
    head = {
        "file": "held.png",
        "page": 0,
        "box": [40, 40, 30, 40],
        "score": 0.9,
        "head": [30, 20, 50, 70],
        "measures": {},
        "unmeasured": {},
    }
    entry["sightings"]["portraits"] = [head, {"file": "held.png", "page": 0, "box": [1, 1, 2, 2], "score": 0.5}]
    (photo,) = photos(entry, drawn.PROFILE, "zh", Embedded())
    assert (photo.head, photo.face) == (Box(30, 20, 50, 70), Box(40, 40, 30, 40))
    page = html.application(entry, drawn.PROFILE, "zh", pictures=(Picture(file="held.png", page=0, part=0, whole=b"x"),))
    assert '<rect class="head" x="30" y="20" width="50" height="70"/>' in page


def test_the_contract_is_told_point_by_point_at_its_gravest() -> None:
    found = (
        drawn.finding("employment-signed", Outcome.PASS, Severity.REVIEW, "双方已签。"),
        drawn.finding("employment-signed", Outcome.FAIL, Severity.REVIEW, "未见乙方签字。", evidence=(Evidence(file="a.png"),)),
        drawn.finding("employment-term", Outcome.NOT_APPLICABLE, Severity.REVIEW, "不适用。"),
        drawn.finding("form-seal", Outcome.PASS, Severity.RETURN, "已盖章。"),
    )
    (point,) = contract(drawn.entry(findings=found), "zh")
    assert (point.mark, point.message) == ("✗", "未见乙方签字。")


def test_dates_stand_in_order_each_once() -> None:
    entry = drawn.entry()
    field = dict(entry["sightings"]["fields"][0])
    said = [("term", "自2024年3月1日至2029年2月28日"), ("signed-on", "2024年2月"), ("signed-on", "2024年2月"), ("phone", "2001-01-01")]
    entry["sightings"]["fields"] = [{**field, "name": name, "text": text} for name, text in said]
    assert [day.written for day in days(entry, "zh")] == ["2024-02", "2024-03-01", "2029-02-28"]
