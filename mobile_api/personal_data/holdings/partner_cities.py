"""Tables about partner cities: bodies and their machines, no applicant."""

from collections.abc import Mapping

from tortoise.models import Model

from mobile_api.handoff.models import SeenSignature
from mobile_api.handoff.partners.models import (
    AgreedItem,
    Agreement,
    Maintenance,
    OwnKey,
    Partner,
    PartnerKey,
    RegionSuccessor,
)

_AGREEMENT = "what cities have agreed on"

PARTNERS_IMPERSONAL: Mapping[type[Model], str] = {
    AgreedItem: _AGREEMENT,
    Agreement: _AGREEMENT,
    Maintenance: "times in which this city may not answer",
    OwnKey: "keys of this city",
    Partner: "cities; the contact is an office or an engineer on duty, named by the other city",
    PartnerKey: "public keys of cities",
    RegionSuccessor: "codes of regions",
    SeenSignature: "digests of signatures of cities, for minutes",
}
