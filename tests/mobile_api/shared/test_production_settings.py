"""Production refuses to start with what is missing, half set up or not safe, and says it all."""

import base64
import hashlib
import json
import os
from typing import Any

import pytest
from pydantic import ValidationError

from mobile_api.shared.settings.production import Risk
from mobile_api.shared.settings.settings import Settings, SettingsFault, load_settings
from tests.settings import environment_of
from tests.simulators.registry import SIMULATORS, settings_of

KEY = base64.b64encode(os.urandom(32)).decode()
TOKEN = "q7Hd93kXw0Zr2mVb"
AES_KEY = "Zx81kQpO3vLs9TyUa7WbNc5EdRf2GhJi4KlMo6PqSt0"
COMPLETE: dict[str, Any] = {
    "staff_second_factor": "required",
    "environment": "production",
    "public_url": "https://zwfw.example.gov.cn",
    "database_url": "postgres://localhost/yiwang",
    "redis_url": "redis://localhost/0",
    "secret_key": KEY,
    "proxies_count": 1,
    "clamav_address": "clamav:3310",
    "wechat_mini_program_app_id": "wx1",
    "wechat_mini_program_secret": "8f3a91c7d2e64b05",
    "ems_sender_number": "1",
    "ems_authorization": "h2Lq9xTf04",
    "ems_sign_key": "Yk3pQ7sVx1mZb9Rt",
    "hall_contact": {"name": "大厅"},
}
ACCOUNT = {
    "wechat_official_account_app_id": "wx2",
    "wechat_official_account_secret": "17c0de93fb8a26e4",
    "wechat_official_account_callback_token": TOKEN,
    "wechat_official_account_callback_aes_key": AES_KEY,
}


def faults(**changed: Any) -> list[str]:
    """What production says of a complete instance with these settings instead."""
    try:
        Settings.model_validate(COMPLETE | ACCOUNT | changed)
    except ValidationError as error:
        return [line for fault in error.errors() for line in fault["msg"].splitlines()]
    return []


def test_official_account_is_complete_or_absent() -> None:
    Settings.model_validate(COMPLETE)
    Settings.model_validate(COMPLETE | ACCOUNT)


@pytest.mark.parametrize("missing", [name for name in ACCOUNT if not name.endswith("app_id")])
def test_half_an_official_account_is_refused_by_name(missing: str) -> None:
    with pytest.raises(ValidationError, match=f"YIWANG_{missing.upper()}"):
        Settings.model_validate({**COMPLETE, **ACCOUNT, missing: ""})
    local = {"environment": "local", "public_url": "http://localhost"}
    Settings.model_validate({**COMPLETE, **ACCOUNT, **local, missing: ""})


def test_plain_mode_has_no_key() -> None:
    plain: dict[str, Any] = {"wechat_official_account_mode": "plain", **ACCOUNT}
    plain["accepted_risks"] = ["plain_wechat_messages"]
    del plain["wechat_official_account_callback_aes_key"]
    Settings.model_validate(COMPLETE | plain)
    compatible = plain | {"wechat_official_account_mode": "compatible"}
    with pytest.raises(ValidationError, match="CALLBACK_AES_KEY"):
        Settings.model_validate(COMPLETE | compatible)


def test_a_setting_that_was_renamed_is_refused_with_its_new_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("YIWANG_EMS_SENDER", "{}")
    monkeypatch.setenv("YIWANG_EMS_SENDERS", "{}")
    with pytest.raises(SettingsFault) as refused:
        load_settings()
    assert "YIWANG_EMS_SENDER is called YIWANG_HALL_CONTACT now" in refused.value.faults
    assert "YIWANG_EMS_SENDERS is not a setting (see `yiwang settings`)" in refused.value.faults


# As random as any other, and the same in every process that collects the tests.
_TOO_SHORT = hashlib.sha256(b"24 bytes of it").digest()[:24]


@pytest.mark.parametrize(
    "key",
    [bytes(32), bytes(64), b"ab" * 16, bytes(range(32)), b"0123456789abcde" * 3, _TOO_SHORT],
)
def test_a_key_that_is_not_random_is_refused(key: bytes) -> None:
    text = base64.b64encode(key).decode().ljust(43, "=")
    [line] = faults(secret_key=text)
    assert line.startswith("YIWANG_SECRET_KEY: is not") and "openssl rand" in line
    assert text not in line


def test_a_key_that_is_no_base64_is_refused_and_a_random_one_taken() -> None:
    assert faults(secret_key="k" * 43)[0].startswith("YIWANG_SECRET_KEY: is not Base64")
    assert {tuple(faults(secret_key=base64.b64encode(os.urandom(32)))) for _ in range(500)} == {()}


@pytest.mark.parametrize(
    "name",
    ["wechat_api_url", "ems_api_url", "kuaidi100_url", "sms_url", "identity_issuer_url", "s3_url"],
)
def test_providers_are_asked_by_tls(name: str) -> None:
    allowed = {"accepted_risks": ["http_in_private_networks"]}
    for url in ("http://api.weixin.qq.com", "http://8.8.8.8", "ftp://x", "http://[", "api.x.cn"):
        for accepted in ({}, allowed):
            assert [line.partition(":")[0] for line in faults(**{name: url}, **accepted)] == [
                f"YIWANG_{name.upper()}"
            ]
    for url in (
        "http://10.0.0.7:9000/b",
        "http://store:9000/b",
        "http://127.0.0.1",
        "http://[::1]",
    ):
        [line] = faults(**{name: url})
        assert "http_in_private_networks" in line and url not in line
        assert faults(**{name: url}, **allowed) == []
    assert faults(**{name: "https://u:p@api.example.cn"}) == []


@pytest.mark.parametrize("name", ["public_url", "wechat_authorize_url", "s3_public_url"])
def test_what_people_open_is_never_without_tls(name: str) -> None:
    allowed = {"accepted_risks": ["http_in_private_networks"]}
    assert faults(**{name: "http://10.0.0.7"}, **allowed) == [
        f"YIWANG_{name.upper()}: must begin with https://"
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("wechat_callback_token", "t"),
        ("wechat_official_account_callback_token", "a" * 32),
        ("kuaidi100_salt", "s"),
        ("kuaidi100_salt", "abcabcabcabcabcabc"),
        ("sms_report_secret", "0" * 40),
        ("wechat_mini_program_secret", "s"),
        ("ems_sign_key", "x"),
        ("wechat_official_account_callback_aes_key", "A" * 43),
        ("wechat_official_account_callback_aes_key", AES_KEY[:-1]),
    ],
)
def test_a_secret_that_is_short_or_monotonous_is_refused(name: str, value: str) -> None:
    more = {"wechat_callback_aes_key": AES_KEY} if name == "wechat_callback_token" else {}
    [line] = faults(**{name: value}, **more)
    assert line.startswith(f"YIWANG_{name.upper()}: needs")


def test_no_secret_of_the_local_stack_is_taken() -> None:
    """Whatever the simulators are set to stands in the repository for everybody to read."""
    known = settings_of(dict.fromkeys(SIMULATORS, "https://simulator.example"))
    secret = [n for n in known if n.endswith(("_secret", "_token", "_salt", "_key", "ization"))]
    told = "\n".join(faults(**known))
    assert len(secret) >= 11
    assert [name for name in secret if f"YIWANG_{name.upper()}: needs" not in told] == []
    assert [name for name in secret if known[name] in told] == []


@pytest.mark.parametrize(("level", "is_taken"), [("2", True), ("3", False), ("4", False)])
def test_no_acr_is_no_high_level(level: str, is_taken: bool) -> None:
    assert (faults(identity_levels={"": level, "high": "4"}) == []) is is_taken


@pytest.mark.parametrize(
    ("risk", "values"),
    [
        (Risk.no_virus_scanner, {"clamav_address": ""}),
        (Risk.no_proxy, {"proxies_count": 0}),
        (Risk.staff_by_password_alone, {"staff_second_factor": "optional"}),
        (
            Risk.plain_wechat_messages,
            {
                "wechat_official_account_mode": "plain",
                "wechat_official_account_callback_aes_key": "",
            },
        ),
        (Risk.plain_wechat_messages, {"wechat_callback_token": TOKEN}),
    ],
)
def test_a_risk_is_taken_by_its_word_only(risk: Risk, values: dict[str, Any]) -> None:
    [line] = faults(**values)
    assert f'name "{risk}" in YIWANG_ACCEPTED_RISKS' in line
    others = [other for other in Risk if other is not risk]
    assert faults(**values, accepted_risks=others) == [line]
    assert faults(**values, accepted_risks=[risk]) == []


def test_everything_is_told_at_once_and_no_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    values = COMPLETE | ACCOUNT
    bad: dict[str, Any] = {
        "environment": "production",
        "port": "s3cret-port",
        "secret_key": "s3cret",
        "public_url": "http://s3cret.example",
        "kuaidi100_salt": "s3cret",
        "ems_authorization": "",
        "sms_url": "http://s3cret.example",
        "clamav_address": "",
        "accepted_risks": [],
        "identity_levels": {"": "4"},
    }
    for name, value in (values | bad).items():
        text = value if isinstance(value, str) else json.dumps(value)
        monkeypatch.setenv(f"YIWANG_{name.upper()}", text)
    with pytest.raises(SettingsFault) as refused:
        load_settings()
    told = [line.partition(":")[0].removeprefix("YIWANG_") for line in refused.value.faults]
    assert sorted(told) == sorted(
        name.upper() for name in bad if name not in ("environment", "accepted_risks")
    )
    assert "s3cret" not in str(refused.value)


def test_local_takes_what_it_is_given() -> None:
    settings = Settings.model_validate(
        COMPLETE | {"environment": "local", "secret_key": "x" * 43, "clamav_address": ""}
    )
    assert environment_of(settings)["YIWANG_ACCEPTED_RISKS"] == "[]"
