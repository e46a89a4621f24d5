"""Whose the employment document is: party B on it, by number and by name, held against the applicant."""

import msgspec

from pipeline.checks.agreement import Agreement, agree_on_people
from pipeline.checks.base import Case
from pipeline.checks.facts import CONTRACT, FORM, filled, fullest
from pipeline.checks.id_digits import as_18, tidy, valid
from pipeline.datamodel.observation import Field, FieldName


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How party B, where it stands, agrees with the applicant, and what both are: a name, or a number of 18 characters."""

    agreement: Agreement
    place: Field
    read: str
    expected: str


def by_number(case: Case, expected: str) -> Held | None:
    """Return how the contract's numbers that are right in themselves agree with a right number; None where there is none to compare."""
    on_contract = numbers(case.fields(FieldName.ID_NUMBER, *CONTRACT))
    if not expected or not on_contract:
        return None
    place, number = next((pair for pair in on_contract if pair[1] == expected), on_contract[0])
    agreement = Agreement.EQUAL if number == expected else Agreement.DIFFERENT
    return Held(agreement=agreement, place=place, read=number, expected=expected)


def by_name(case: Case, expected: Field | str, sure_character: float) -> Held | None:
    """Return how the contract's names agree with a name, the worst first; None where none was found."""
    parties = filled(case.fields(FieldName.PERSON, *CONTRACT))
    found = [(agree_on_people(party, expected, sure_character), party) for party in parties]
    order = (Agreement.DIFFERENT, Agreement.EQUAL, Agreement.DOUBTFUL)
    agreement, party = min(found, key=lambda pair: order.index(pair[0]), default=(None, None))
    if agreement is None or party is None:
        return None
    text = expected if isinstance(expected, str) else expected.reading.text
    return Held(agreement=agreement, place=party, read=party.reading.text, expected=text)


def declared_number(case: Case) -> str:
    """Return the declared ID number in its 18-digit form, "" where it is none or not right in itself."""
    declared = tidy(case.declared.applicant.id_number or "")
    return as_18(declared) if valid(declared) else ""


def form_number(case: Case) -> str:
    """Return the form's first ID number that is right in itself, in its 18-digit form; "" where there is none."""
    return next((number for _, number in numbers(case.fields(FieldName.ID_NUMBER, *FORM))), "")


def form_name(case: Case, sure_character: float) -> Field | None:
    """Return the place on the form that says the applicant's name best, None where none was found."""
    on_form = filled(case.fields(FieldName.PERSON, *FORM))
    return fullest(on_form, sure_character) if on_form else None


def somebody_elses(case: Case, sure_character: float) -> bool:
    """Return whether party B is surely another one than the applicant, and nothing declared or on the form says otherwise."""
    names = (case.declared.applicant.name, form_name(case, sure_character))
    by_names = [by_name(case, name, sure_character) for name in names if name is not None]
    by_numbers = [by_number(case, number) for number in (declared_number(case), form_number(case))]
    said = {held.agreement for held in (*by_names, *by_numbers) if held is not None}
    return Agreement.DIFFERENT in said and Agreement.EQUAL not in said


def several_numbers(case: Case) -> bool:
    """Return whether the contract bears two numbers of people that are right in themselves and differ."""
    return len({number for _, number in numbers(case.fields(FieldName.ID_NUMBER, *CONTRACT))}) > 1


def number_apart(case: Case, expected: str, name: Field | str | None, sure_character: float) -> Field | None:
    """Return a number of another person on a contract page that bears neither the applicant's number nor surely their name; None for none.

    Such a page may belong to somebody else's contract that lies in the same upload.
    """
    on_contract = numbers(case.fields(FieldName.ID_NUMBER, *CONTRACT))
    own = {place.page for place, number in on_contract if number == expected}
    people = filled(case.fields(FieldName.PERSON, *CONTRACT))
    if name is not None:
        own |= {place.page for place in people if agree_on_people(place, name, sure_character) is Agreement.EQUAL}
    return next((place for place, number in on_contract if number != expected and place.page not in own), None)


def numbers(places: tuple[Field, ...]) -> list[tuple[Field, str]]:
    """Return the places whose number is right in itself, with the number in its 18-digit form; a misread number seldom is."""
    read = [(place, tidy(place.reading.text)) for place in places]
    return [(place, as_18(number)) for place, number in read if valid(number)]
