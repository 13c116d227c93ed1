"""The voice of actions: what is to be done with a thing, apart from which thing it is.

First issue, replacement, renewal, change, transfer and cancellation of one certificate share nearly
every character. `actions.json` says of each action what people say for it and how it is called
in the names of items; it is general, and bound to no catalogue.
"""

import functools

from mobile_api.guides.search.text import normalise, read_json

# What people say for it tells least: 想开店,执照丢了 asks for a replacement.
_WEAKEST = "first"

Actions = frozenset[str]


@functools.cache
def _words(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    entries = read_json("actions.json")
    return tuple((entry["id"], tuple(entry[kind].split())) for entry in entries)


def _found(text: str, kind: str) -> Actions:
    return frozenset(
        action for action, words in _words(kind) if any(word in text for word in words)
    )


def said_in(text: str) -> Actions:
    """The actions that a normalised query asks for."""
    found = _found(text, "said")
    return found - {_WEAKEST} or found


def named_in(name: str) -> Actions:
    """The actions that the normalised name of an item offers."""
    return _found(name, "names")


def agreement(said: Actions, named: Actions) -> float:
    """1 if an action is asked for and offered, -1 if another is offered, 0 if nothing is told."""
    if not said or not named:
        return 0.0
    if said & named:
        return 1.0
    return 0.0 if said == {_WEAKEST} else -1.0


def may_mean(text: str, name: str) -> bool:
    """Whether a person's words ask for no other action than the item of this name is for:
    我要注销营业执照 does not mean 公司设立登记."""
    return agreement(said_in(normalise(text)), named_in(normalise(name, longest=None))) >= 0
