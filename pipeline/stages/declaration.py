"""Reads `application.json`: every wrong key is named at once, and the good ones still count."""

import json
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from pipeline.datamodel.application import Declared, DeclaredApplicant, DeclaredEmployer, Kind, StaffStatus

Taker = Callable[[object], object]

_SHOWN = 40  # characters of a wrong key or word that are shown; longer ones are cut


class _WrongError(ValueError):
    """One value that cannot be taken; the message says why."""


def read_declaration(raw: bytes) -> tuple[Declared, tuple[str, ...]]:
    """Return the declared facts and a sentence for each error, in the order of the file.

    `null` means not declared. Values are never repeated in an error, save the word given for a kind or a status.
    """
    try:
        # Doubled keys are seen only here, before the reader folds them into one.
        content = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_Pairs, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        return Declared(), ("application.json 不是 UTF-8 编码 (is not UTF-8; save it as UTF-8)",)
    except (ValueError, RecursionError) as error:
        where = f"，第 {error.lineno} 行 (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return Declared(), (f"application.json 不是有效的 JSON{where} (is not valid JSON)",)
    if not isinstance(content, _Pairs):
        return Declared(), ("application.json 应为一个对象 {…} (must be one object)",)
    errors: list[str] = []
    values = _take(content, _TOP, "", errors)
    applicant = _take_object(values.pop("applicant", None), _APPLICANT, "applicant", errors)
    employer = _take_object(values.pop("employer", None), _EMPLOYER, "employer", errors)
    declared = Declared(
        applicant=DeclaredApplicant(**applicant),  # type: ignore[arg-type]  # each value went through its own taker
        employer=DeclaredEmployer(**employer),  # type: ignore[arg-type]  # as above
        **values,  # type: ignore[arg-type]  # as above
    )
    return declared, tuple(errors)


class _Pairs(list[tuple[str, object]]):
    """A JSON object as its pairs, in order, doubled keys kept."""


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _take(pairs: _Pairs, takers: dict[str, Taker], under: str, errors: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    seen: set[str] = set()
    for key, value in pairs:
        name = f"{under}.{key}" if under else key
        if key not in takers:
            known = "、".join(takers)
            errors.append(f"{_shown(name)}: 未知的键 (unknown key); 可用 (known): {known}")
        elif key in seen:
            errors.append(f"{name}: 出现多次，以第一次为准 (given more than once; the first one counts)")
        elif value is not None:
            try:
                values[key] = takers[key](value)
            except _WrongError as error:
                errors.append(f"{name}: {error}")
        seen.add(key)
    return values


def _take_object(value: object, takers: dict[str, Taker], under: str, errors: list[str]) -> dict[str, object]:
    return _take(value, takers, under, errors) if isinstance(value, _Pairs) else {}


def _object(value: object) -> object:
    if not isinstance(value, _Pairs):
        raise _WrongError("应为对象 {…} (must be an object)")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError("应为文字 (must be text in quotes)")
    text = value.strip()
    if not text:
        raise _WrongError("为空；不申报请删除该键 (is empty; leave the key out instead)")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _WrongError("含有无效字符 (holds half a character)")
    return text


def _kind(value: object) -> Kind:
    try:
        return Kind(_text(value))
    except _WrongError:
        raise
    except ValueError as error:
        raise _WrongError(
            f"未知的申请类型 “{_shown(str(value))}” (unknown kind); 可用 (known): {'、'.join(k.value for k in Kind)}"
        ) from error


def _staff_status(value: object) -> StaffStatus:
    try:
        return StaffStatus(_text(value))
    except _WrongError:
        raise
    except ValueError as error:
        raise _WrongError(
            f"未知的人员身份 “{_shown(str(value))}” (unknown staff status); 可用 (known): {'、'.join(s.value for s in StaffStatus)}"
        ) from error


def _day(value: object) -> date:
    text = _text(value)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _WrongError("日期应写作 2026-03-01 (a date is written 2026-03-01)") from error
    if text != day.isoformat():  # fromisoformat also takes 20260301 and 2026-W09-7, which a person may have meant otherwise
        raise _WrongError("日期应写作 2026-03-01 (a date is written 2026-03-01)")
    return day


def _shown(text: str) -> str:
    """Return the text cut to a length and with nothing in it that a terminal or page would obey."""
    cut = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut)


_TOP: dict[str, Taker] = {
    "kind": _kind,
    "applicant": _object,
    "employer": _object,
    "staff_status": _staff_status,
    "submitted_on": _day,
    "certificate_issued_on": _day,
    "registration_expires_on": _day,
    "level": _text,
    "verification_reason": _text,
}
_APPLICANT: dict[str, Taker] = {"name": _text, "id_number": _text}
_EMPLOYER: dict[str, Taker] = {"name": _text, "former_name": _text}
