"""Entity tags: does the caller hold this version already, and did it see the present state?"""

from pydantic import BaseModel

from mobile_api.shared.crypto import keyring

IF_MATCH = "If-Match"


def etag_of(answer: BaseModel | None, body: str) -> str:
    """The tag of an answer (RFC 9110, 8.8.3): of its bytes, after its `version` if it has one."""
    digest = keyring().keyed_hash(body, "etag")[:12].hex()
    version = getattr(answer, "version", None)
    return f'"{version}.{digest}"' if version else f'"{digest}"'


def names(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 (13.1.2) asks for If-None-Match; our tags hold no comma.

    A proxy that compresses turns a strong tag into a weak one, which must still earn its 304.
    """
    return if_none_match == etag or if_none_match.strip() == "*" or etag in _tags(if_none_match)


def seen_versions(if_match: str | None) -> frozenset[str] | None:
    """The versions of which the caller says that it saw one (If-Match: RFC 9110, 13.1.1).

    None when it says nothing, or takes whatever is there (`*`). A tag is the version alone, or as a
    read answered it. It may be a weak one, for what is compared is the version and not the bytes:
    dates and names in the rest of an answer change without anybody's doing.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    return frozenset(tag.strip('"').partition(".")[0] for tag in _tags(if_match))


def _tags(header: str) -> list[str]:
    return [tag.strip().removeprefix("W/") for tag in header.split(",")]
