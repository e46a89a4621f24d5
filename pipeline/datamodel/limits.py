"""Building a struct of limits from a profile's raw table, with every wrong key told at once."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

S = TypeVar("S", bound=msgspec.Struct)


def build_limits(struct: type[S], table: Mapping[str, object], where: str) -> tuple[S, list[str]]:
    """Return the struct with the table's values over its defaults, and a sentence for every key, type or range that is wrong.

    where: the table's name in the profile, for the sentences. The struct is only worth using when there are no sentences.
    msgspec stops at the first error, so each key is converted alone first.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    wrong: list[str] = []
    good: dict[str, object] = {}
    for key, value in table.items():
        if key not in fields:
            wrong.append(f"[{where}] has no limit {key}; its limits are: {', '.join(fields) or 'none'}")
            continue
        try:
            msgspec.convert(value, fields[key].type)
        except msgspec.ValidationError as error:
            wrong.append(f"[{where}] {key} = {value!r}: {error}")
        else:
            good[key] = value
    return msgspec.convert(good, struct), wrong
