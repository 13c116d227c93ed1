"""Production refuses to start with a provider that is only half set up, and says what lacks."""

import pytest
from pydantic import ValidationError

from mobile_api.shared.settings.settings import Settings, SettingsFault, load_settings

COMPLETE = {
    "environment": "production",
    "public_url": "https://zwfw.example.gov.cn",
    "database_url": "postgres://localhost/yiwang",
    "redis_url": "redis://localhost/0",
    "secret_key": "k" * 43,
    "wechat_mini_program_app_id": "wx1",
    "wechat_mini_program_secret": "s",
    "ems_sender_number": "1",
    "ems_authorization": "a",
    "ems_sign_key": "k",
    "hall_contact": {"name": "大厅"},
}
ACCOUNT = {
    "wechat_official_account_app_id": "wx2",
    "wechat_official_account_secret": "s",
    "wechat_official_account_callback_token": "t",
    "wechat_official_account_callback_aes_key": "A" * 43,
}


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
    plain = {"wechat_official_account_mode": "plain", **ACCOUNT}
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
