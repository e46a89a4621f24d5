"""Photo specifications are data: every figure has a unit and a source, and the checks take their limits from them."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.checks import catalogue
from pipeline.datamodel import photo_spec, profile
from pipeline.errors import ProfileError

PACK = profile.load("cse-online-2019-11")


def test_the_five_specifications_come_along() -> None:
    assert photo_spec.names() == ("exam-one-inch", "exit-entry", "registration", "resident-id", "two-inch")


@pytest.mark.parametrize("name", photo_spec.names())
class TestEachSpecification:
    def test_its_limits_fit_the_checks(self, name: str) -> None:
        laid = photo_spec.load(name).over(PACK)
        assert set(catalogue.build(laid)) == set(PACK.checks)

    def test_its_units_are_those_of_the_limits(self, name: str) -> None:
        checks = {check.name: check for check in catalogue.CHECKS}
        for check, told in photo_spec.load(name).checks.items():
            metas: dict[str, Any] = {field.name: _unit(field.type) for field in msgspec.structs.fields(checks[check])}
            assert {limit: stated.unit for limit, stated in told.limits.items()} == {limit: metas[limit] for limit in told.limits}

    def test_every_figure_has_a_source(self, name: str) -> None:
        spec = photo_spec.load(name)
        figures = [*msgspec.structs.asdict(spec.output).values(), *(s for c in spec.checks.values() for s in c.limits.values())]
        assert all(figure.source and figure.unit for figure in figures)

    def test_what_is_written_is_what_is_asked(self, name: str) -> None:
        spec = photo_spec.load(name)
        checks = catalogue.build(spec.over(PACK))
        size, file, head = (msgspec.structs.asdict(checks[check]) for check in ("photo-size", "photo-file", "photo-head"))
        assert spec.output.size.value in size["sizes"]
        assert file["least_bytes"] <= spec.output.least_bytes.value < spec.output.most_bytes.value
        assert spec.output.most_bytes.value <= (file["refused_bytes"] or file["most_bytes"])
        assert head["doubtful_least_head"] <= spec.output.head.value <= head["doubtful_most_head"]
        assert head["least_top"] <= spec.output.top.value <= (head["most_top"] or 1)


def _unit(kind: Any) -> str:
    meta = next(m for m in getattr(kind, "__metadata__", ()) if isinstance(m, msgspec.Meta))
    assert meta.extra is not None
    return str(meta.extra["unit"])


def test_white_is_required_and_anything_else_returned_for_the_exam() -> None:
    laid = photo_spec.load("exam-one-inch").over(PACK)
    assert laid.checks["photo-background"].slugs["blue"] == "return"
    assert laid.checks["photo-background"].limits == {"accepted": ["white"], "doubtful": []}


def test_a_file_of_ones_own_is_taken(tmp_path: Path) -> None:
    own = Path(photo_spec.__file__).parents[1] / "profiles" / "photo" / "registration.toml"
    (tmp_path / "mine.toml").write_text(own.read_text(encoding="utf-8").replace('["white"]', '["white", "blue", "red"]'), encoding="utf-8")
    laid = photo_spec.load(str(tmp_path / "mine.toml")).over(PACK)
    assert laid.checks["photo-background"].limits["accepted"] == ["white", "blue", "red"]


def test_an_unknown_name_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ProfileError, match="exam-one-inch"):
        photo_spec.load("passport")


def test_a_check_of_another_family_is_refused() -> None:
    spec = msgspec.structs.replace(photo_spec.load("registration"), checks={"form-seal": photo_spec.SpecCheck()})
    with pytest.raises(ProfileError, match="form-seal"):
        spec.over(PACK)


def test_a_wrong_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("name = 'x'\ntittle = 'y'\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=r"mine\.toml"):
        photo_spec.load(str(tmp_path / "mine.toml"))
