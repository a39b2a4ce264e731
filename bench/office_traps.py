"""Look-alikes: what must not be taken for personal data."""

from __future__ import annotations

import random
import uuid

from office_drafts import Draft


def _nn_like(rng: random.Random) -> str:
    """Eleven digits that pass mod 97 but whose date is none."""
    body = f"{rng.randint(10, 99)}{rng.randint(60, 99)}{rng.randint(10, 31)}{rng.randrange(1, 998):03}"
    return f"{body}{97 - int(body) % 97:02}"


def bad_number(rng: random.Random) -> str:
    body = f"{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(1, 997):03}"
    check = (97 - int(body) % 97 + 7) % 97 or 5
    if 97 - int("2" + body) % 97 == check:
        check = check % 97 + 1
    return f"{body}{check:02}"


def bad_iban(rng: random.Random) -> str:
    return f"BE{rng.randint(10, 96)} {rng.randrange(10**4):04} {rng.randrange(10**4):04} 9999"


def bad_card(rng: random.Random) -> str:
    digits = "4" + f"{rng.randrange(10**14):014}"
    total = sum(sum(divmod(int(c) * (2 if i % 2 == 0 else 1), 10)) for i, c in enumerate(digits))
    check = (10 - total % 10 + 3) % 10
    full = digits + str(check)
    return " ".join(full[i : i + 4] for i in range(0, 16, 4))


def bad_ogm(rng: random.Random) -> str:
    body = f"{rng.randrange(10**10):010}"
    check = (int(body) % 97 or 97) % 97 + 1
    full = f"{body}{check:02}"
    return f"+++{full[:3]}/{full[3:7]}/{full[7:]}+++"


def good_ogm(rng: random.Random) -> tuple[str, str]:
    """Give a structured communication as written, and its digits."""
    body = f"{rng.randrange(1, 10**10):010}"
    full = f"{body}{int(body) % 97 or 97:02}"
    three = f"{full[:3]}/{full[3:7]}/{full[7:]}"
    return rng.choice(
        [f"+++{three}+++", f"***{three}***", f"+++ {full[:3]} / {full[3:7]} / {full[7:]} +++", three]
    ), full


def enterprise(rng: random.Random, start: str = "04") -> str:
    """Give the ten digits of an enterprise number."""
    body = start + f"{rng.randrange(10**6):06}"
    return f"{body}{97 - int(body) % 97:02}"


TRAPS = {
    "fr": [
        "Votre commande n° {nn} a été expédiée (suivi {ean}).",
        "Numéro de facture : {bad_nn}. Code-barres {ean}.",
        "Appelez notre service au {free} (gratuit) ou au {premium}.",
        "Le montant de la transaction {uuid} est de {amount} EUR.",
        "Compte de test à ne pas utiliser : {bad_iban}.",
        "La carte {bad_card} a été refusée (essai technique).",
        "Communication erronée {bad_ogm}, à corriger.",
        "Voir https://portail.example/dossiers/{nn}/detail?id={nn2} et l'empreinte {hash}.",
        "Votre police n° {policy} a été émise le {date}.",
        "Horodatage {stamp}, version {version} de l'application.",
        "La réunion du {date} est reportée.",
        "Référence interne C{cust}.",
    ],
    "nl": [
        "Uw bestelling nr. {nn} is verzonden (tracking {ean}).",
        "Factuurnummer: {bad_nn}. Streepjescode {ean}.",
        "Bel onze dienst op {free} (gratis) of op {premium}.",
        "Het bedrag van transactie {uuid} is {amount} EUR.",
        "Ongeldige testrekening: {bad_iban}.",
        "Kaart {bad_card} werd geweigerd.",
        "Foute mededeling {bad_ogm}.",
        "Uw polis nr. {policy} werd uitgegeven op {date}.",
        "Tijdstempel {stamp}, versie {version}.",
    ],
    "de": [
        "Ihre Bestellung Nr. {nn} wurde versandt (Sendung {ean}).",
        "Rechnungsnummer: {bad_nn}.",
        "Rufen Sie {free} an (kostenlos).",
        "Zeitstempel {stamp}, Version {version}.",
        "Ihre Police Nr. {policy} wurde am {date} ausgestellt.",
    ],
    "en": [
        "Your order no. {nn} has been shipped (tracking {ean}).",
        "Invoice number: {bad_nn}.",
        "Call us free on {free}.",
        "Timestamp {stamp}, version {version}, commit {hash}.",
        "Your policy no. {policy} was issued on {date}.",
    ],
}  # fmt: skip


def trap(draft: Draft, language: str) -> str:
    """Write one sentence with look-alikes."""
    rng = draft.rng
    text = rng.choice(TRAPS[language])
    made: dict[str, str] = {}

    def use(key: str, value: str, *entities: str) -> None:
        if f"{{{key}}}" in text:
            made[key] = value
            for entity in entities:
                draft.decoy(value, entity)

    use("nn", _nn_like(rng), "BE_NATIONAL_REGISTER_NUMBER", "PHONE_NUMBER")
    use("nn2", f"47{rng.randrange(10**7):07}", "PHONE_NUMBER")
    use("bad_nn", bad_number(rng), "BE_NATIONAL_REGISTER_NUMBER", "PHONE_NUMBER")
    use(
        "ean",
        f"54{rng.randrange(10**11):011}",
        "BE_NATIONAL_REGISTER_NUMBER",
        "CREDIT_CARD",
        "BE_STRUCTURED_COMMUNICATION",
    )
    use("free", rng.choice(["0800 33 800", "0800/12.345", "078 15 25 35"]), "PHONE_NUMBER")
    use("premium", rng.choice(["0902 12 345", "070 22 33 44", "0900/51 000"]), "PHONE_NUMBER")
    use("uuid", str(uuid.UUID(int=rng.getrandbits(128), version=4)), "BE_NATIONAL_REGISTER_NUMBER")
    use(
        "amount",
        f"{rng.randint(100, 999)}.{rng.randint(100, 999)}.{rng.randint(100, 999)},{rng.randint(10, 99)}",
        "PHONE_NUMBER",
    )
    use("bad_iban", bad_iban(rng), "IBAN_CODE")
    use("bad_card", bad_card(rng), "CREDIT_CARD")
    use("bad_ogm", bad_ogm(rng), "BE_STRUCTURED_COMMUNICATION")
    use("hash", f"{rng.getrandbits(160):040x}", "BE_NATIONAL_REGISTER_NUMBER")
    use("policy", f"P{rng.randrange(10**9):09}", "PHONE_NUMBER")
    use("date", f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/20{rng.randint(18, 25)}", "DATE_OF_BIRTH")
    use(
        "stamp",
        f"2024-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}T10:2{rng.randint(0, 9)}:31Z",
        "DATE_OF_BIRTH",
        "PHONE_NUMBER",
    )
    use("version", f"{rng.randint(1, 9)}.{rng.randint(10, 40)}.{rng.randint(1, 9)}.{rng.randint(1, 9)}", "IP_ADDRESS")
    use("cust", f"OFF-{rng.randrange(10**6):06}", "CUSTOMER_NUMBER")
    return text.format(**made)
