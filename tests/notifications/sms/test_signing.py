"""Signature version 3, against the worked example of the provider's documentation."""

from notifications.sms.signing import AccessKey, authorization, body_digest, encoded_query

# https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
KEY = AccessKey("YourAccessKeyId", "YourAccessKeySecret")
SIGNED = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version"
SIGNATURE = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"


def test_the_published_example() -> None:
    query = encoded_query(
        {
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        }
    )
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": body_digest(b""),
    }
    expected = f"ACS3-HMAC-SHA256 Credential={KEY.id},SignedHeaders={SIGNED},Signature={SIGNATURE}"
    assert authorization(KEY, "POST", query, headers) == expected


def test_every_byte_outside_the_unreserved_set_is_escaped() -> None:
    assert encoded_query({"b": "a b*c~d/e+", "a": "办"}) == "a=%E5%8A%9E&b=a%20b%2Ac~d%2Fe%2B"


def test_the_secret_is_never_shown() -> None:
    assert KEY.secret not in repr(KEY)
