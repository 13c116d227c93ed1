"""What production refuses to start with: what is missing, and what is there and not safe.

A value that is present is not yet a good one: every fault is told, and none of them shows a value.
What a city has reasons for is said in words of its own, `YIWANG_ACCEPTED_RISKS`.
"""

import base64
from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import ip_address
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit


class Risk(StrEnum):
    """A word by which a city says that it knows."""

    http_in_private_networks = "http_in_private_networks"
    plain_wechat_messages = "plain_wechat_messages"
    no_virus_scanner = "no_virus_scanner"
    no_proxy = "no_proxy"
    staff_by_password_alone = "staff_by_password_alone"


# Every setting by its name, each of a type of its own.
Told = Mapping[str, Any]

_NEEDED = (
    "wechat_mini_program_app_id",
    "wechat_mini_program_secret",
    "ems_sender_number",
    "ems_authorization",
    "ems_sign_key",
    "hall_contact",
)
# What browsers and phones open crosses networks that nobody vouches for.
_PUBLIC_URLS = ("public_url", "wechat_authorize_url", "s3_public_url")
_PROVIDER_URLS = (
    "wechat_api_url",
    "ems_api_url",
    "kuaidi100_url",
    "sms_url",
    "identity_issuer_url",
    "s3_url",
)
# Which we choose ourselves: whoever guesses one writes our cases' parcels and messages.
_OWN_SECRETS = (
    "wechat_callback_token",
    "wechat_official_account_callback_token",
    "kuaidi100_salt",
    "sms_report_secret",
)
_AES_KEYS = ("wechat_callback_aes_key", "wechat_official_account_callback_aes_key")
_GIVEN_SECRETS = (
    "wechat_mini_program_secret",
    "wechat_official_account_secret",
    "ems_authorization",
    "ems_sign_key",
    "kuaidi100_key",
    "sms_access_key_secret",
    "identity_client_secret",
)
_SHORTEST_SECRET, _SHORTEST_GIVEN, _AES_KEY_LENGTH = 16, 8, 43
_FEWEST_CHARACTERS, _FEWEST_BYTES = 6, 16
_FEWEST_STEPS = 8
# What the accounts of the local stack have in their secrets, also below Base64.
_LOCAL_MARKS = ("localstack", "yiwanglocal", "5e0c0de")
_HIGH_LEVELS = ("3", "4")


def faults_of(settings: Told) -> list[str]:
    """One line per fault, each with the name of its setting and what to do."""
    found = (_missing, _unsafe_urls, _weak_key, _weak_secrets, _loose_levels, _unsaid_risks)
    return [f"YIWANG_{name.upper()}: {words}" for check in found for name, words in check(settings)]


Faults = Iterator[tuple[str, str]]


def _missing(settings: Told) -> Faults:
    needed = [*_NEEDED, *_of_official_account(settings)]
    if settings["storage"] == "s3":
        needed.append("s3_url")
    for name in needed:
        if not settings[name]:
            yield name, "missing in production"


def _of_official_account(settings: Told) -> tuple[str, ...]:
    """What must be set beside its app id; without a token it would refuse every message."""
    if not settings["wechat_official_account_app_id"]:
        return ()
    kinds = ["secret", "callback_token"]
    if settings["wechat_official_account_mode"] != "plain":
        kinds.append("callback_aes_key")
    return tuple(f"wechat_official_account_{kind}" for kind in kinds)


def _unsafe_urls(settings: Told) -> Faults:
    is_allowed = Risk.http_in_private_networks in settings["accepted_risks"]
    for name in (*_PUBLIC_URLS, *_PROVIDER_URLS):
        url = settings[name]
        if not url or url.startswith("https://"):
            continue
        if name in _PUBLIC_URLS:
            yield name, "must begin with https://"
        elif not _is_private(url):
            yield name, "must begin with https://, for it leads out of the private network"
        elif not is_allowed:
            yield name, f"must begin with https://, or {_accepted(Risk.http_in_private_networks)}"


def _is_private(url: str) -> bool:
    """HTTP to this machine, to a private address or to a name without a dot."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = (parts.hostname or "") if parts.scheme == "http" else ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and "." not in host


def _weak_key(settings: Told) -> Faults:
    try:
        key = base64.b64decode(settings["secret_key"], validate=True)
    except ValueError:
        yield "secret_key", "is not Base64; make one with `openssl rand -base64 32`"
        return
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    if len(key) < 32 or len(set(key)) < _FEWEST_BYTES or len(steps) < _FEWEST_STEPS:
        yield "secret_key", "is not random; make one with `openssl rand -base64 32`"


def _weak_secrets(settings: Told) -> Faults:
    for names, shortest in ((_OWN_SECRETS, _SHORTEST_SECRET), (_GIVEN_SECRETS, _SHORTEST_GIVEN)):
        for name in names:
            value = settings[name]
            if value and (len(value) < shortest or _is_made_up(value)):
                yield (
                    name,
                    f"needs {shortest} characters or more, random and not of the local stack",
                )
    for name in _AES_KEYS:
        value = settings[name]
        if value and (len(value) != _AES_KEY_LENGTH or _is_made_up(value)):
            yield name, f"needs {_AES_KEY_LENGTH} random characters, not those of the local stack"


def _is_made_up(value: str) -> bool:
    """Few different characters, or a value of the local stack, which everybody can read."""
    try:
        below = base64.b64decode(value + "=" * (-len(value) % 4)).decode("latin-1")
    except ValueError:
        below = ""
    texts = ["".join(filter(str.isalnum, text.lower())) for text in (value, below)]
    is_local = any(mark in text for mark in _LOCAL_MARKS for text in texts)
    return is_local or len(set(value)) < _FEWEST_CHARACTERS


def _loose_levels(settings: Told) -> Faults:
    if settings["identity_levels"].get("") in _HIGH_LEVELS:
        yield "identity_levels", "an answer without acr must not be worth level 3 or 4"


def _unsaid_risks(settings: Told) -> Faults:
    is_plain = settings["wechat_official_account_mode"] == "plain"
    has_account = bool(settings["wechat_official_account_app_id"])
    is_one_factor = settings["staff_second_factor"] == "optional"
    pushes_plain = settings["wechat_callback_token"] and not settings["wechat_callback_aes_key"]
    risks = (
        (is_plain and has_account, "wechat_official_account_mode", Risk.plain_wechat_messages),
        (pushes_plain, "wechat_callback_aes_key", Risk.plain_wechat_messages),
        (not settings["clamav_address"], "clamav_address", Risk.no_virus_scanner),
        (settings["proxies_count"] == 0, "proxies_count", Risk.no_proxy),
        (is_one_factor, "staff_second_factor", Risk.staff_by_password_alone),
    )
    for is_taken, name, risk in risks:
        if is_taken and risk not in settings["accepted_risks"]:
            yield name, f"{_WORDS[risk]}; set it, or {_accepted(risk)}"


_WORDS = {
    Risk.plain_wechat_messages: "messages from WeChat come unencrypted",
    Risk.no_virus_scanner: "no file is looked at for viruses",
    Risk.staff_by_password_alone: "whoever learns a password of staff is in",
    Risk.no_proxy: "0 means that no proxy stands in front; behind one, all people are one address",
}


def _accepted(risk: Risk) -> str:
    return f'name "{risk}" in YIWANG_ACCEPTED_RISKS'
