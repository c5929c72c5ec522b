"""Personal data but for what an office publishes of itself; finds nothing by itself."""

from site_builder.checking.personal_data.finder import find_personal_data
from site_builder.checking.personal_data.kinds import PersonalData, PersonalDataKind
from site_builder.checking.personal_data.mail import write_mail_plainly
from site_builder.checking.personal_data.numbers.normal_form import HAN_PLAIN, write_plainly
from site_builder.checking.personal_data.numbers.references import read_references
from site_builder.checking.personal_data.numbers.split_numbers import join_numbers
from site_builder.config.published_contacts import normalize_contact


def find_private_data(text: str, contacts: frozenset[str]) -> tuple[PersonalData, ...]:
    """Find personal data in a text, without that which is one of the contacts."""
    found = find_personal_data(text)
    if not contacts or not found:
        return found
    return tuple(each for each in found if write_contact(text[each.start : each.end], each.kind) not in contacts)


def write_contact(text: str, kind: PersonalDataKind) -> str:
    """Write what was found as contacts are compared, however it is written."""
    plain = join_numbers(write_plainly(read_references(text).text)).text
    if kind == "e-mail":
        return normalize_contact(write_mail_plainly(plain))
    return normalize_contact(plain.translate(HAN_PLAIN))
