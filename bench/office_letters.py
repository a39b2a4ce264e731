"""Documents of an office in four languages; each function gives the marked text."""
# ruff: noqa: E501 - tables of expressions read best one to a line

from __future__ import annotations

from office_drafts import Draft
from office_held_out import HELD_OUT as OTHERS
from office_people import Person
from office_sentences import BROCHURES, SENTENCES
from office_traps import good_ogm, trap

LABELS = {
    "fr": {"name": ["Nom et prénom", "Nom", "Assuré", "Preneur d'assurance", "Titulaire"], "number": ["NISS", "N° national", "Numéro de registre national", "N° RN", "NN", "Matricule national"],
           "birth": ["Date de naissance", "Né(e) le", "Naissance", "Né le"], "phone": ["Tél.", "GSM", "Téléphone", "Portable", "Tél. privé", "Mobile"], "email": ["E-mail", "Courriel", "Mail", "Adresse e-mail"],
           "iban": ["IBAN", "Compte", "N° de compte", "Compte bancaire"], "address": ["Adresse", "Domicile", "Rue et n°", "Adresse du domicile"], "customer": ["Réf. client", "N° client", "Votre réf."]},
    "nl": {"name": ["Naam en voornaam", "Naam", "Verzekerde", "Verzekeringnemer", "Titularis"], "number": ["INSZ", "Rijksregisternummer", "RR-nr.", "Rijksregisternr.", "Nationaal nummer"],
           "birth": ["Geboortedatum", "Geboren op", "Geb."], "phone": ["Tel.", "Gsm", "Telefoon", "Mobiel", "Gsm-nummer"], "email": ["E-mail", "E-mailadres", "Mail"],
           "iban": ["IBAN", "Rekening", "Rekeningnummer", "Bankrekening"], "address": ["Adres", "Woonplaats", "Straat en nr.", "Domicilie"], "customer": ["Klantnummer", "Klantnr."]},
    "de": {"name": ["Name, Vorname", "Name", "Versicherter", "Versicherungsnehmer"], "number": ["Nationalregisternummer", "ENSS", "Nationalnummer", "NR-Nr."],
           "birth": ["Geburtsdatum", "Geboren am", "geb. am"], "phone": ["Tel.", "Handy", "Telefon", "Mobil"], "email": ["E-Mail", "E-Mail-Adresse"],
           "iban": ["IBAN", "Konto", "Kontonummer", "Bankverbindung"], "address": ["Anschrift", "Adresse", "Wohnort"], "customer": ["Kundennummer", "Kundennr."]},
    "en": {"name": ["Full name", "Name", "Policyholder", "Insured"], "number": ["National number", "National register no.", "SSIN"],
           "birth": ["Date of birth", "DOB", "Born on"], "phone": ["Phone", "Mobile", "Tel", "Cell"], "email": ["E-mail", "Email address"],
           "iban": ["IBAN", "Account", "Bank account"], "address": ["Address", "Home address"], "customer": ["Customer number", "Customer no."]},
}  # fmt: skip
TITLE = {
    ("fr", "M"): ["Monsieur", "M."], ("fr", "F"): ["Madame", "Mme"], ("nl", "M"): ["de heer", "Dhr."], ("nl", "F"): ["mevrouw", "Mevr."],
    ("de", "M"): ["Herr", "Herrn"], ("de", "F"): ["Frau"], ("en", "M"): ["Mr", "Mr."], ("en", "F"): ["Mrs", "Ms"],
}  # fmt: skip
DEAR = {
    "fr": {"M": "Cher Monsieur", "F": "Chère Madame"},
    "nl": {"M": "Geachte heer", "F": "Geachte mevrouw"},
    "de": {"M": "Sehr geehrter Herr", "F": "Sehr geehrte Frau"},
    "en": {"M": "Dear Mr", "F": "Dear Mrs"},
}
CLOSING = {
    "fr": ["Cordialement,", "Bien à vous,", "Veuillez agréer nos salutations distinguées."],
    "nl": ["Met vriendelijke groeten,", "Hoogachtend,", "Mvg,"],
    "de": ["Mit freundlichen Grüßen", "Freundliche Grüße"],
    "en": ["Kind regards,", "Yours sincerely,", "Best regards,"],
}
OPENINGS = {
    "fr": ["Le dossier de {name} (réf. client {customer}), né{e} le {birth}, a été ouvert ce matin.", "Entre les soussignés, {name}, NN {number}, domicilié{e} {address}, d'une part,", "{name}, né{e} à {town} le {birth}, demeurant {address}, nous a écrit.", "Concerne : {name}, inscrit{e} au registre national sous le numéro {number}."],
    "nl": ["Het dossier van {name} (klantnummer {customer}), geboren op {birth}, werd vanmorgen geopend.", "Tussen ondergetekenden, {name}, rijksregisternummer {number}, wonende te {address}, enerzijds,", "{name}, geboren te {town} op {birth}, wonende {address}, schreef ons.", "Betreft: {name}, ingeschreven in het rijksregister onder nummer {number}."],
    "de": ["Die Akte von {name} (Kundennummer {customer}), geboren am {birth}, wurde heute eröffnet.", "Zwischen {name}, Nationalregisternummer {number}, wohnhaft {address}, einerseits,", "{name}, geboren in {town} am {birth}, wohnhaft {address}, hat uns geschrieben.", "Betrifft: {name}, Nationalregisternummer {number}."],
    "en": ["The file of {name} (customer number {customer}), born on {birth}, was opened this morning.", "Between {name}, national number {number}, residing at {address}, on the one hand,", "{name}, born in {town} on {birth}, residing at {address}, wrote to us."],
}  # fmt: skip
REACH = {
    "fr": ["Nous l'avons joint{e} au {phone} ; son adresse électronique est {email}.", "Remboursement à effectuer sur le compte {iban}.", "Son GSM : {phone}. Son compte : {iban}.", "Vous pouvez lui écrire à {email} ou l'appeler au {phone}.", "Tél {phone} - {email} - IBAN {iban}"],
    "nl": ["We belden op het nummer {phone}; het e-mailadres is {email}.", "Terugbetaling op rekening {iban}.", "Gsm: {phone}. Rekening: {iban}.", "U kunt mailen naar {email} of bellen naar {phone}.", "Tel {phone} - {email} - IBAN {iban}"],
    "de": ["Erreichbar unter {phone}; die E-Mail-Adresse lautet {email}.", "Erstattung auf das Konto {iban}.", "Handy: {phone}. Konto: {iban}.", "Tel {phone} - {email} - IBAN {iban}"],
    "en": ["We called {phone}; the e-mail address is {email}.", "Refund to account {iban}.", "Mobile: {phone}. Account: {iban}."],
}  # fmt: skip
INVOICE = {
    "fr": "Merci de payer avec la communication {ogm}.",
    "nl": "Gelieve te betalen met de mededeling {ogm}.",
    "de": "Bitte zahlen Sie mit der Mitteilung {ogm}.",
    "en": "Please pay quoting {ogm}.",
}
OFFICE = {
    "fr": "L'Office SRL - TVA {vat}",
    "nl": "L'Office BV - BTW {vat}",
    "de": "L'Office GmbH - MwSt {vat}",
    "en": "L'Office Ltd - VAT {vat}",
}
HELD_OUT = False


def fill(draft: Draft, template: str, p: Person, language: str) -> str:
    """Fill a template with the values of one person; only what it names is marked."""
    parts = {
        "name": lambda: draft.name(p), "customer": lambda: draft.customer(p), "birth": lambda: draft.birth(p, language), "number": lambda: draft.number(p), "address": lambda: draft.address(p),
        "phone": lambda: draft.phone(p, bare=True), "email": lambda: draft.email(p), "iban": lambda: draft.iban(p), "town": lambda: p.town, "e": lambda: "e" if p.sex == "F" else "",
    }  # fmt: skip
    made = {key: make() for key, make in parts.items() if f"{{{key}}}" in template}
    return template.format(**made)


def tells(draft: Draft, language: str, count: int = 1) -> list[str]:
    """Give sentences that tell categories."""
    out = []
    for category in draft.rng.sample(sorted(OTHERS if HELD_OUT else SENTENCES), count):
        out.append(OTHERS[category][language] if HELD_OUT else draft.rng.choice(SENTENCES[category][language]))
        draft.categories.add(category)
        if category == "personal_characteristics":  # each of them tells the marital status too
            draft.categories.add("household")
    return out


def letter(draft: Draft, p: Person, clerk: Person, language: str) -> str:
    """A letter: address block, salutation, prose, closing, the clerk's signature."""
    rng = draft.rng
    title = rng.choice(TITLE[language, p.sex])
    lines = [
        f"{title} {draft.name(p, f'{p.given} {p.family}')}",
        draft.address_block(p),
        "",
        f"{p.town}, 12/03/2024",
        "",
    ]
    lines += [
        f"{DEAR[language][p.sex]} {draft.name(p, p.family)},",
        "",
        fill(draft, rng.choice(OPENINGS[language]), p, language),
        *tells(draft, language, rng.choice([1, 2])),
        fill(draft, rng.choice(REACH[language]), p, language),
    ]
    if rng.random() < 0.6:
        lines.append(trap(draft, language))
    if rng.random() < 0.4:
        written, digits = good_ogm(rng)
        draft.categories.add("financial")
        lines.append(INVOICE[language].format(ogm=draft.put("BE_STRUCTURED_COMMUNICATION", written, digits, None)))
    return "\n".join([*lines, "", rng.choice(CLOSING[language]), "", *signature(draft, clerk, language)])


def signature(draft: Draft, clerk: Person, language: str) -> list[str]:
    """The same clerk under every letter."""
    draft.categories.add("electronic_identification")
    role = {"fr": "Gestionnaire de dossiers", "nl": "Dossierbeheerder", "de": "Sachbearbeiter", "en": "Case handler"}[
        language
    ]
    return [
        draft.name(clerk, f"{clerk.given} {clerk.family}"),
        role,
        "T " + draft.put("PHONE_NUMBER", clerk.phones[0], clerk.phones[0], clerk.id),
        draft.put("EMAIL_ADDRESS", clerk.email, clerk.email, clerk.id),
    ]


def fields(draft: Draft, p: Person, language: str) -> list[tuple[str, str]]:
    """Label and value of a form, in any order."""
    rng = draft.rng
    labels = LABELS[language]
    rows = [
        ("name", draft.name),
        ("number", draft.number),
        ("birth", lambda q: draft.birth(q, language)),
        ("phone", draft.phone),
        ("email", draft.email),
        ("iban", draft.iban),
        ("address", draft.address),
        ("customer", draft.customer),
    ]
    chosen = [(rng.choice(labels[key]), make) for key, make in rows if key == "name" or rng.random() < 0.8]
    return [(label, make(p)) for label, make in chosen]


def form(draft: Draft, p: Person, language: str) -> str:
    """A form, each label before its value; or the label on the line above; or key=value."""
    rng = draft.rng
    rows = fields(draft, p, language)
    joint = rng.choice([" : ", ": ", ":\t", "\t", " = ", "\n", ":\n", "    "])
    gap = "\n\n" if joint.startswith("\n") and rng.random() < 0.5 else "\n"
    head = {"fr": "Fiche signalétique", "nl": "Identificatiefiche", "de": "Stammdatenblatt", "en": "Personal record"}[
        language
    ]
    return (
        head
        + "\n\n"
        + gap.join(f"{label}{joint}{value}" for label, value in rows)
        + "\n\n"
        + "\n".join(tells(draft, language))
    )


def contract(draft: Draft, p: Person, q: Person, language: str) -> str:
    """A lease or sale between two."""
    words = {
        "fr": ("CONTRAT DE BAIL", "Le bailleur", "Le preneur", "Le loyer est payé sur le compte {iban}.", "née?"),
        "nl": ("HUUROVEREENKOMST", "De verhuurder", "De huurder", "De huur wordt gestort op rekening {iban}.", ""),
        "de": ("MIETVERTRAG", "Vermieter", "Mieter", "Die Miete geht auf das Konto {iban}.", ""),
        "en": ("LEASE", "Landlord", "Tenant", "The rent is paid into account {iban}.", ""),
    }[language]
    born = {"fr": "né(e) le", "nl": "geboren op", "de": "geboren am", "en": "born on"}[language]
    live = {"fr": "domicilié(e)", "nl": "wonende te", "de": "wohnhaft", "en": "residing at"}[language]
    nn = {"fr": "NN", "nl": "RRN", "de": "Nationalregisternummer", "en": "national number"}[language]
    parts = [words[0]]
    draft.categories.add("housing")
    for who, x in ((words[1], p), (words[2], q)):
        parts.append(
            f"{who} : {draft.name(x)}, {born} {draft.birth(x, language)}, {nn} {draft.number(x)}, {live} {draft.address(x)}, tél. {draft.phone(x)}."
        )
    parts.append(fill(draft, words[3], p, language))
    parts.append(" ".join(tells(draft, language)))
    return "\n\n".join(parts)


def notes(draft: Draft, people: list[Person], language: str) -> str:
    """Meeting notes or a chat: one line a person, each with a category."""
    rng = draft.rng
    lines = [
        {"fr": "Réunion d'équipe", "nl": "Teamvergadering", "de": "Teamsitzung", "en": "Team meeting"}[language]
        + " 04/02/2025",
        "",
    ]
    for n, p in enumerate(people):
        extra = rng.choice(
            [
                lambda p: f"({draft.customer(p)})",
                lambda p: f"NN {draft.number(p)}",
                lambda p: f"gsm {draft.phone(p)}",
                draft.email,
            ]
        )
        lines += [f"{n + 1}. {draft.name(p, f'{p.given} {p.family}')} {extra(p)} - {tells(draft, language)[0]}", ""]
    return "\n".join(lines)


def chat(draft: Draft, p: Person, q: Person, language: str) -> str:
    """A chat log."""
    a, b = (draft.name(x, f"{x.given} {x.family}") for x in (p, q))
    hello = {
        "fr": "Bonjour, mon numéro est le",
        "nl": "Hallo, mijn nummer is",
        "de": "Hallo, meine Nummer ist",
        "en": "Hi, my number is",
    }[language]
    pay = {"fr": "Mon compte c'est", "nl": "Mijn rekening is", "de": "Mein Konto ist", "en": "My account is"}[language]
    return f"[2024-05-03 10:02] {a}: {hello} {draft.phone(p, bare=True)}\n[2024-05-03 10:03] {b}: ok, {draft.email(q)}\n[2024-05-03 10:05] {a}: {pay} {draft.iban(p)}\n[2024-05-03 10:07] {b}: {tells(draft, language)[0]}\n"


def mail_thread(draft: Draft, p: Person, clerk: Person, language: str) -> str:
    """An answer with the quoted question."""
    wrote = {
        "fr": "Le lun. 4 mars 2024 à 09:12, {n} <{m}> a écrit :",
        "nl": "Op ma 4 mrt. 2024 om 09:12 schreef {n} <{m}>:",
        "de": "Am Mo., 4. März 2024 um 09:12 schrieb {n} <{m}>:",
        "en": "On Mon, 4 Mar 2024 at 09:12, {n} <{m}> wrote:",
    }[language]
    head = wrote.format(n=draft.name(p, f"{p.given} {p.family}"), m=draft.email(p))
    body = [fill(draft, draft.rng.choice(REACH[language]), p, language), *tells(draft, language)]
    quoted = "\n".join("> " + line for line in body)
    top = {
        "fr": "Bonjour {n},\n\nMerci, c'est noté.",
        "nl": "Dag {n},\n\nBedankt, genoteerd.",
        "de": "Guten Tag {n},\n\nvielen Dank.",
        "en": "Hello {n},\n\nThanks, noted.",
    }[language].format(n=draft.name(p, p.given))
    return "\n".join([top, "", *signature(draft, clerk, language), "", head, quoted, ""])


def brochure(draft: Draft, language: str) -> str:
    """Category words about nobody, with traps and the office's own number."""
    free = {"fr": "Appelez le", "nl": "Bel", "de": "Rufen Sie", "en": "Call"}[language]
    return (
        draft.rng.choice(BROCHURES[language])
        + f"\n\n{free} {draft.decoy('0800 33 800', 'PHONE_NUMBER')}.\n\n"
        + trap(draft, language)
        + "\n"
    )


def empty_form(draft: Draft, language: str) -> str:
    """A template with empty fields."""
    return (
        "\n".join(f"{options[0]} : {'_' * 20}" for options in LABELS[language].values())
        + "\n\n"
        + trap(draft, language)
        + "\n"
    )
