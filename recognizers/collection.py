"""The recognizers of this package, in the order in which they are asked."""

from __future__ import annotations

from recognizers.address import AddressRecognizer, BelgianAddressRecognizer
from recognizers.birth_date import BirthDateRecognizer
from recognizers.email_address import EmailRecognizer
from recognizers.enterprise_number import BeEnterpriseNumberRecognizer
from recognizers.given_name import GivenNameRecognizer
from recognizers.iban import IbanRecognizer
from recognizers.national_number import (
    BeBisNumberRecognizer,
    BeNationalRegisterNumberRecognizer,
    BeNationalRegisterNumberTypoRecognizer,
)
from recognizers.pattern import LabelledRecognizer
from recognizers.payment_card import PaymentCardRecognizer
from recognizers.person import PersonRecognizer
from recognizers.phone import PhoneRecognizer
from recognizers.structured_communication import BeStructuredCommunicationRecognizer

RECOGNIZERS: tuple[type[LabelledRecognizer], ...] = (
    IbanRecognizer,
    EmailRecognizer,
    BeNationalRegisterNumberRecognizer,
    BeBisNumberRecognizer,
    BeNationalRegisterNumberTypoRecognizer,
    BeStructuredCommunicationRecognizer,
    PaymentCardRecognizer,
    BeEnterpriseNumberRecognizer,
    PhoneRecognizer,
    BirthDateRecognizer,
    AddressRecognizer,
    BelgianAddressRecognizer,
    PersonRecognizer,
    GivenNameRecognizer,
)
