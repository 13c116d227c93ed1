"""What others ask of the taking city: its part of the protocol, and where a case may go."""

from mobile_api.handoff.outgoing.asking import ask
from mobile_api.handoff.outgoing.choosing import HandoffPlace, choose, places_for, take_choice_back
from mobile_api.handoff.outgoing.events.taking import UNREADABLE, note_refused, take_event
from mobile_api.handoff.outgoing.handing import hand_off
from mobile_api.handoff.outgoing.materials import link_for
from mobile_api.handoff.outgoing.words import CONSENT_TEXT, NO_PLACES_TEXT, PLACES_TEXT

__all__ = [
    "CONSENT_TEXT",
    "NO_PLACES_TEXT",
    "PLACES_TEXT",
    "UNREADABLE",
    "HandoffPlace",
    "ask",
    "choose",
    "hand_off",
    "link_for",
    "note_refused",
    "places_for",
    "take_choice_back",
    "take_event",
]
