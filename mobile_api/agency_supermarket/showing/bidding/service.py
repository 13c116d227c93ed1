"""What an agency's people do on their pages, from their application to the end of a contract."""

from mobile_api.agency_supermarket.affiliations.service import (
    declare_controls as declare_controls,
)
from mobile_api.agency_supermarket.agencies.applying import apply as apply
from mobile_api.agency_supermarket.agencies.applying import describe as describe
from mobile_api.agency_supermarket.agencies.applying import leave as leave
from mobile_api.agency_supermarket.agencies.one_by_one import offer_no_more as offer_no_more
from mobile_api.agency_supermarket.agencies.one_by_one import offer_one as offer_one
from mobile_api.agency_supermarket.agencies.one_by_one import prove_no_more as prove_no_more
from mobile_api.agency_supermarket.agencies.one_by_one import prove_one as prove_one
from mobile_api.agency_supermarket.agencies.practitioners import service as practitioners
from mobile_api.agency_supermarket.contracts.acts import agreeing as agreeing
from mobile_api.agency_supermarket.contracts.acts import changing as changing
from mobile_api.agency_supermarket.contracts.acts import serving as serving
from mobile_api.agency_supermarket.credit import answering as answering
from mobile_api.agency_supermarket.credit import effects as effects
from mobile_api.agency_supermarket.disputes import objecting as objecting
from mobile_api.agency_supermarket.needs.questions import ask as ask
from mobile_api.agency_supermarket.ratings import rating as rating

__all__ = [
    "agreeing",
    "answering",
    "apply",
    "ask",
    "changing",
    "declare_controls",
    "describe",
    "effects",
    "leave",
    "objecting",
    "offer_no_more",
    "offer_one",
    "practitioners",
    "prove_no_more",
    "prove_one",
    "rating",
    "serving",
]
