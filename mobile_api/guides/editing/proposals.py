"""Aliases that general knowledge has for an item: what people call its matter."""

import functools
from collections.abc import Iterator, Mapping
from itertools import chain, islice, zip_longest

from mobile_api.guides.editing.findable import FindableItem, FindableItems
from mobile_api.guides.search.text import normalise
from mobile_api.guides.search.voices.matters import read_matters

MOST_PROPOSED = 5
# Of long lists so many are tried: an item whose first phrases all name another stays without.
MOST_TRIED = 20
# Longer phrases, and questions, are what somebody asks, not what a thing is called.
LONGEST_ALIAS = 8
_ASKING = tuple("吗呢么")
_KINDS = ("said", "things", "former")


def proposed_aliases(item: FindableItem, found: FindableItems) -> tuple[str, ...]:
    """At most `MOST_PROPOSED` phrases that find this item before any other of the file."""
    known = item.indexed.names
    tried = islice((one for one in _phrases(item) if normalise(one) not in known), MOST_TRIED)
    fitting = (one for one in tried if found.is_first(item, one))
    return tuple(islice(fitting, MOST_PROPOSED))


def _phrases(item: FindableItem) -> Iterator[str]:
    """Of each matter one of each kind in turn, so that no long list hides the others."""
    kinds = [_entries()[matter].get(kind, "").split() for matter in item.matters for kind in _KINDS]
    phrases = dict.fromkeys(one for one in chain(*zip_longest(*kinds)) if one)
    return (one for one in phrases if len(one) <= LONGEST_ALIAS and not one.endswith(_ASKING))


@functools.cache
def _entries() -> dict[str, Mapping[str, str]]:
    return {entry["id"]: entry for entries in read_matters().values() for entry in entries}
