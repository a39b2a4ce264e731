"""Cookies, profiles, and secrets, which are told of and never told."""

from __future__ import annotations

import pytest

ONLINE, PROFILE, SECRET = "ONLINE_IDENTIFIER", "SOCIAL_PROFILE", "CREDENTIAL"


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    ("text", "value"),
    [("_ga=GA1.2.1234567890.1234567890", "GA1.2.1234567890.1234567890"), ("_fbp=fb.1.1612345678901.1098115397", "fb.1.1612345678901.1098115397"), ("_gcl_au=1.1.123456789.1612345678", "1.1.123456789.1612345678"),
     ("?gclid=EAIaIQobChMI1234", "EAIaIQobChMI1234"), ("&fbclid=IwAR0abc123def", "IwAR0abc123def"), ("PHPSESSID=r2t5uvjq435r4q7ib3vtdjq120", "r2t5uvjq435r4q7ib3vtdjq120"),
     ("JSESSIONID: 1A530637289A03B07199A44E8D531427", "1A530637289A03B07199A44E8D531427"), ("GA1.2.1234567890.1234567890", "GA1.2.1234567890.1234567890"),
     ("IDFA: 6D92078A-8246-4BA4-AE5B-76104861E7DC", "6D92078A-8246-4BA4-AE5B-76104861E7DC")],
)  # fmt: skip
def test_identifiers_of_cookies_links_and_devices_are_found(find, text, value):
    assert values(find(text), ONLINE) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "6D92078A-8246-4BA4-AE5B-76104861E7DC",
        "gclid=abcdefghijkl",
        "PHPSESSID=00000000",
        "GA1.2",
        "my_ga=123456789012",
        "gclid=a1",
    ],
)
def test_words_zeros_and_bare_uuids_are_no_identifier(find, text):
    assert values(find(text), ONLINE) == []


@pytest.mark.parametrize(
    "text",
    ["https://www.linkedin.com/in/jan-peeters", "linkedin.com/pub/jan-peeters", "be.linkedin.com/in/jan-peeters", "facebook.com/jan.peeters.9", "facebook.com/profile.php?id=100012345678",
     "instagram.com/jan.peeters", "https://x.com/janpeeters", "twitter.com/janpeeters", "tiktok.com/@janpeeters", "youtube.com/@janpeeters", "t.me/janpeeters", "wa.me/32475123456"],
)  # fmt: skip
def test_a_personal_profile_is_found_by_its_address(find, text):
    assert values(find(f"zie {text} aub"), PROFILE) == [text]


@pytest.mark.parametrize(
    "text",
    ["linkedin.com/company/acme", "linkedin.com/school/ulb", "linkedin.com/jobs/12345", "facebook.com/events/12345", "facebook.com/sharer.php", "instagram.com/p/abc123", "twitter.com/intent/tweet",
     "x.com/search?q=x", "youtube.com/watch?v=abc", "facebook.com/logo.png", "notlinkedin.com/in/jan", "@jan.peeters", "facebook.com", "tiktok.com/janpeeters"],
)  # fmt: skip
def test_companies_events_and_bare_handles_are_no_profile(find, text):
    assert values(find(text), PROFILE) == []


@pytest.mark.parametrize("text", ["Instagram: @jan.peeters", "Twitter : @janpeeters", "skype: live:janpeeters"])
def test_a_handle_is_found_behind_its_label(find, text):
    assert values(find(text), PROFILE) == [text.split(": ")[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [("mot de passe : Zonnig77", "Zonnig77"), ("wachtwoord = Zonnig77!", "Zonnig77!"), ("Passwort: Sonne#77", "Sonne#77"), ("password=hunter22", "hunter22"), ("pwd: s3cret", "s3cret"),
     ('mot de passe : "Soleil 2023"', "Soleil 2023"), ("Le mot de passe est Zonnig77", "Zonnig77"), ("password: soleil", "soleil"), ("Code PIN : 4711", "4711"), ("Zonnig77 (wachtwoord)", "Zonnig77"),
     ("https://jan:Zonnig77@example.org/x", "Zonnig77"), ("Wachtwoord\nZonnig77\n", "Zonnig77")],
)  # fmt: skip
def test_a_secret_is_found_behind_its_label_or_in_an_address(find, text, value):
    assert values(find(text), SECRET) == [value]
    assert [score for e, _, score in find(text) if e == SECRET] >= [0.85]


@pytest.mark.parametrize(
    "text",
    ["mot de passe oublié ?", "wachtwoord vergeten", "password: ********", "password: required", "password: xxxx", "Passwort zurücksetzen bitte", "password = getpass()", "password: string",
     "mot de passe du compte", "le mot de passe est valable 30 jours", "wachtwoord: zie bijlage", "postgres://scott@db.example.com/x", "Password: <hidden>", "Zonnig77"],
)  # fmt: skip
def test_talk_of_secrets_and_blanked_ones_are_none(find, text):
    assert values(find(text), SECRET) == []
