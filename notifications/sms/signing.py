"""Signature version 3 (ACS3-HMAC-SHA256) of Alibaba Cloud's interfaces.

https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

_ALGORITHM = "ACS3-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """AccessKey of the account that pays for the messages."""

    id: str
    secret: str = field(repr=False)


def encoded_query(values: Mapping[str, str]) -> str:
    """The query in the one form that is signed: sorted, RFC 3986 without exceptions."""
    pairs = sorted((quote(key, safe="~"), quote(text, safe="~")) for key, text in values.items())
    return "&".join(f"{key}={text}" for key, text in pairs)


def body_digest(body: bytes) -> str:
    """What `x-acs-content-sha256` holds."""
    return hashlib.sha256(body).hexdigest()


def authorization(key: AccessKey, method: str, query: str, headers: Mapping[str, str]) -> str:
    """The Authorization header of a request to `/`; `headers` (lower case) are all signed.

    They must hold host, x-acs-action, x-acs-version, x-acs-date, x-acs-signature-nonce and
    x-acs-content-sha256.
    """
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    canonical = "\n".join((method, "/", query, lines, names, headers["x-acs-content-sha256"]))
    text = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(key.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{_ALGORITHM} Credential={key.id},SignedHeaders={names},Signature={signature}"
