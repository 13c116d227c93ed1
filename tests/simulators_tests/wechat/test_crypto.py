"""The published vectors of WeChat's callback encryption, and wechatpy as a second opinion."""

import json

import pytest
from wechatpy.crypto import WeChatCrypto

from tests.simulators.wechat.ground.crypto import decrypt, encrypt, sign

TOKEN, APP_ID, AES_KEY = "AAAAA", "wxba5fad812f8e6fb9", "A" * 43
PUSH = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPx"
    "LKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFU"
    "PpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb"
    "6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
REPLY = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="


def test_the_signature_of_the_url_check() -> None:
    assert sign(TOKEN, "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_the_sealed_push() -> None:
    assert sign(TOKEN, "1714112445", "415670741", PUSH) == (
        "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    )
    event = json.loads(decrypt(PUSH, aes_key=AES_KEY, app_id=APP_ID))
    assert (event["Event"], event["debug_str"]) == ("debug_demo", "hello world")


def test_the_sealed_reply() -> None:
    sealed = encrypt(
        '{"demo_resp":"good luck"}', aes_key=AES_KEY, app_id=APP_ID, random=b"707722b803182950"
    )
    assert sealed == REPLY
    assert sign(TOKEN, "1713424427", "415670741", sealed) == (
        "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    )


def test_wechatpy_opens_what_is_sealed_here() -> None:
    sealed = encrypt("<xml>一网</xml>", aes_key=AES_KEY, app_id=APP_ID)
    opened = WeChatCrypto(TOKEN, AES_KEY, APP_ID).decrypt_message(
        {"Encrypt": sealed}, sign(TOKEN, "1", "2", sealed), "1", "2"
    )
    assert opened == "<xml>一网</xml>"


def test_a_message_for_another_app_id_is_refused() -> None:
    with pytest.raises(ValueError, match="another app id"):
        decrypt(REPLY, aes_key=AES_KEY, app_id="wx0")
