"""Whether the contract is sealed by a unit that is nobody's in this application."""

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.checks.agreement import Agreement, agree_on_names
from pipeline.checks.base import Case
from pipeline.checks.facts import CONTRACT, FORM, filled
from pipeline.checks.name_texts import normalise, split_department
from pipeline.checks.names import print_free
from pipeline.datamodel.observation import FieldName, Seal, SealKind
from pipeline.datamodel.reading import Reading

_LEAST_APART = 2  # characters: one alone may be misread however sure


def strangers_seal(case: Case, seals: Sequence[Seal], sure_character: float) -> Seal | None:
    """Return a seal that surely reads as another unit than every employer named here, where all that were read do; else None.

    Employers are party A, the employers on the form, and the declared one. A contract needs no seal of the very name, so what is not
    surely another is none.
    """
    names: list[Reading | str] = [place.reading for place in filled(case.fields(FieldName.EMPLOYER, *CONTRACT, *FORM))]
    names += [place.reading for place in filled(case.fields(FieldName.FORMER_EMPLOYER, *FORM))]
    names += [case.declared.employer.name] if case.declared.employer.name else []
    read = [seal for seal in seals if seal.kind is not SealKind.STATE_ORGAN and seal.name.text]
    others = [seal for seal in read if names and all(_is_another(print_free(seal.name), name, sure_character) for name in names)]
    return others[0] if others and len(others) == len(read) else None


def _is_another(seal: Reading, name: Reading | str, sure_character: float) -> bool:
    read, named = normalise(seal.text), normalise(name if isinstance(name, str) else name.text)
    if read.startswith(named) or named.startswith(split_department(read)[0]):
        return False  # its department, its seal for contracts, its branch or its parent
    apart = Levenshtein.distance(read, named)
    return apart >= _LEAST_APART and agree_on_names(seal, name, sure_character) is Agreement.DIFFERENT
