"""Entity tags: does the caller hold this version already?"""


def names(if_none_match: str, etag: str) -> bool:
    """Weak comparison, as RFC 9110 (13.1.2) asks for If-None-Match; our tags hold no comma.

    A proxy that compresses turns a strong tag into a weak one, which must still earn its 304.
    """
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return if_none_match == etag or if_none_match.strip() == "*" or etag in tags
