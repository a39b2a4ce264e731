from __future__ import annotations

import pytest

from pii_scan.core.masking import mask


@pytest.mark.parametrize(
    ("entity", "text", "shown"),
    [
        ("BE_NATIONAL_REGISTER_NUMBER", "85.07.30-033.28", "85.07.**-***.**"),
        ("BE_NATIONAL_REGISTER_NUMBER", "85073003328", "85.07.**-***.**"),
        ("BE_BIS_NUMBER", "85 47 30 033 17", "85.47.**-***.**"),
        ("BE_NATIONAL_REGISTER_NUMBER", "8507300332", "85********"),
        ("IBAN_CODE", "BE68 5390 0754 7034", "BE68 **** **** 7034"),
        ("IBAN_CODE", "be68-5390-0754-7034", "be68 **** **** 7034"),
        ("EMAIL_ADDRESS", "jan.peeters@post.example", "j***@p***.example"),
        ("EMAIL_ADDRESS", "nothing", "no*****"),
        ("PERSON", "Jean-Luc Van den Broeck", "J.-L. V. d. B."),
        ("DATE_OF_BIRTH", "1985-07-30", "1985-**-**"),
        ("DATE_OF_BIRTH", "30/07/85", "**/**/**"),
        ("PHONE_NUMBER", "+32475123456", "+324******56"),
        ("CREDIT_CARD", "4111 1111 1111 1111", "**** **** **** 1111"),
        ("ADDRESS", "Kerkstraat 16", "K********* **"),
        ("CUSTOMER_NUMBER", "OFF-000123", "OF*-******"),
        ("CUSTOMER_NUMBER", "A1", "A*"),
        ("CUSTOMER_NUMBER", "7", "*"),
        ("CUSTOMER_NUMBER", "", ""),
    ],
)
def test_a_kind_is_masked_so_that_only_its_owner_recognizes_it(entity: str, text: str, shown: str) -> None:
    assert mask(entity, text) == shown
