"""The recognizers of this package that work by patterns, in the order in which they are asked."""

from __future__ import annotations

from typing import Any

from recognizers.account import (
    BeLegacyAccountRecognizer,
    BelgianBicRecognizer,
    BicRecognizer,
    CreditorReferenceRecognizer,
)
from recognizers.address import AddressRecognizer, BelgianAddressRecognizer
from recognizers.announced import AnnouncedNumberRecognizer
from recognizers.birth_date import BirthDateRecognizer
from recognizers.documents import (
    BeDrivingLicenceRecognizer,
    BeEidCardRecognizer,
    BePassportRecognizer,
    BeResidenceCardRecognizer,
    BeSocialSecurityCardRecognizer,
    TravelDocumentRecognizer,
)
from recognizers.email_address import BeEmailRecognizer
from recognizers.enterprise_number import (
    BeEnterpriseNumberRecognizer,
    BeEstablishmentUnitRecognizer,
    VatNumberRecognizer,
)
from recognizers.first_name import FirstNameRecognizer
from recognizers.given_name import GivenNameRecognizer
from recognizers.health import (
    AtcCodeRecognizer,
    BeHealthProviderRecognizer,
    CnkCodeRecognizer,
    HealthInsuranceNumberRecognizer,
    IcdCodeRecognizer,
    MentalAtcCodeRecognizer,
    MentalIcdCodeRecognizer,
    NomenclatureCodeRecognizer,
)
from recognizers.iban import BeIbanRecognizer, IbanScanRecognizer
from recognizers.location import BelgianGpsCoordinatesRecognizer, GpsCoordinatesRecognizer
from recognizers.machine_readable_zone import MachineReadableZoneRecognizer
from recognizers.name_lists import NameListRecognizer
from recognizers.name_table import NameTableRecognizer
from recognizers.national_number import (
    BeBisNumberRecognizer,
    BeBisNumberScanRecognizer,
    BeNationalRegisterNumberRecognizer,
    BeNationalRegisterNumberScanRecognizer,
    BeNationalRegisterNumberTypoRecognizer,
)
from recognizers.neighbors import FrNirRecognizer, GermanTaxIdRecognizer, LuNationalIdRecognizer, NlBsnRecognizer
from recognizers.network import (
    HardwareAddressRecognizer,
    IccidRecognizer,
    ImeiRecognizer,
    ImsiRecognizer,
    IpAddressRecognizer,
    PublicIpAddressRecognizer,
)
from recognizers.online import CredentialRecognizer, OnlineIdentifierRecognizer, SocialProfileRecognizer
from recognizers.pattern import LabelledRecognizer
from recognizers.payment_card import PaymentCardRecognizer
from recognizers.person import PersonRecognizer
from recognizers.phone import AmbiguousMobileRecognizer, BePhoneRecognizer, GluedMobileRecognizer
from recognizers.reference_number import (
    EmployeeNumberRecognizer,
    FileNumberRecognizer,
    PolicyNumberRecognizer,
    StudentNumberRecognizer,
)
from recognizers.structured_communication import BeStructuredCommunicationRecognizer
from recognizers.vehicle import BeLicencePlateRecognizer, VehicleIdentificationRecognizer

RECOGNIZERS: tuple[type[LabelledRecognizer], ...] = (
    BeIbanRecognizer,
    IbanScanRecognizer,
    BeEmailRecognizer,
    BeNationalRegisterNumberRecognizer,
    BeBisNumberRecognizer,
    BeNationalRegisterNumberScanRecognizer,
    BeBisNumberScanRecognizer,
    BeNationalRegisterNumberTypoRecognizer,
    BeStructuredCommunicationRecognizer,
    PaymentCardRecognizer,
    BeEnterpriseNumberRecognizer,
    BeEstablishmentUnitRecognizer,
    VatNumberRecognizer,
    BeLegacyAccountRecognizer,
    BeEidCardRecognizer,
    BePassportRecognizer,
    BeDrivingLicenceRecognizer,
    BeResidenceCardRecognizer,
    BeSocialSecurityCardRecognizer,
    TravelDocumentRecognizer,
    BicRecognizer,
    BelgianBicRecognizer,
    CreditorReferenceRecognizer,
    BePhoneRecognizer,
    GluedMobileRecognizer,
    AmbiguousMobileRecognizer,
    BeHealthProviderRecognizer,
    HealthInsuranceNumberRecognizer,
    IcdCodeRecognizer,
    MentalIcdCodeRecognizer,
    AtcCodeRecognizer,
    MentalAtcCodeRecognizer,
    CnkCodeRecognizer,
    NomenclatureCodeRecognizer,
    FrNirRecognizer,
    NlBsnRecognizer,
    GermanTaxIdRecognizer,
    LuNationalIdRecognizer,
    BeLicencePlateRecognizer,
    VehicleIdentificationRecognizer,
    IpAddressRecognizer,
    PublicIpAddressRecognizer,
    HardwareAddressRecognizer,
    ImeiRecognizer,
    ImsiRecognizer,
    IccidRecognizer,
    OnlineIdentifierRecognizer,
    CredentialRecognizer,
    SocialProfileRecognizer,
    GpsCoordinatesRecognizer,
    BelgianGpsCoordinatesRecognizer,
    EmployeeNumberRecognizer,
    StudentNumberRecognizer,
    PolicyNumberRecognizer,
    FileNumberRecognizer,
    BirthDateRecognizer,
    AddressRecognizer,
    BelgianAddressRecognizer,
    PersonRecognizer,
    FirstNameRecognizer,
)

EVERY: tuple[type[Any], ...] = (
    MachineReadableZoneRecognizer,
    *RECOGNIZERS,
    GivenNameRecognizer,
    NameTableRecognizer,
    NameListRecognizer,
    AnnouncedNumberRecognizer,
)
"""All of them, in the order in which they are asked; each is an `EntityRecognizer` made from a language alone."""
