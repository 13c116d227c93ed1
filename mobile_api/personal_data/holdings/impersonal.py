"""Tables in which nothing can be found of a person, each with the reason."""

from collections.abc import Mapping

from tortoise.models import Model

from mobile_api.accounts.models import FormerPassword, StaffMember
from mobile_api.accounts.staff.second_factor.models import SecondFactor, SecondFactorReset
from mobile_api.cases.models import CaseClaim, CaseSequence
from mobile_api.cases.post.models import LabelPrint
from mobile_api.draws.models import Draw, DrawEntropy, DrawEvent, DrawIssue, DrawSecret, DrawWinner
from mobile_api.guides.publishing.models import (
    CatalogueMeaning,
    CatalogueVersion,
    GuideVersion,
    TextMeaning,
    ThemeVersion,
    UnansweredChoice,
    UnansweredQuery,
)
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
from mobile_api.personal_data.holdings.market import MARKET_IMPERSONAL
from mobile_api.personal_data.holdings.trading import TRADING_IMPERSONAL
from mobile_api.shared.due.faults import DueFault
from mobile_api.shared.history.models import FollowedEvent
from mobile_api.shared.models import CalendarDay
from notifications.models import SendingGate
from notifications.post.kuaidi100.models import WatchedNumber
from wechat.content.models import PictureVerdict
from wechat.models import InboundMessage
from wechat.official_account.models import WechatReply
from wechat.platform.models import UsedSignature

_CATALOGUE = "the published catalogue"
_DRAW = "a public draw: its list holds codes of bodies and registers, nobody's identity"
_SHORT_LIVED = "kept until it is handled, for days at most, and not found by person"

_PARTNERS = "what cities have agreed on; who answers for one there does so by office"

IMPERSONAL: Mapping[type[Model], str] = {
    **MARKET_IMPERSONAL,
    **TRADING_IMPERSONAL,
    AgreedItem: _PARTNERS,
    Agreement: _PARTNERS,
    Maintenance: "times in which this city may not answer",
    OwnKey: "this city's own keys",
    Partner: _PARTNERS,
    PartnerKey: "public keys of cities",
    RegionSuccessor: "codes of regions",
    SeenSignature: "signatures of messages between cities",
    CalendarDay: "the calendar of law",
    CaseSequence: "numbers given out",
    CatalogueVersion: _CATALOGUE,
    Draw: _DRAW,
    DrawEntropy: "which member of staff read which public number",
    DrawEvent: _DRAW,
    DrawIssue: "what publishers of lotteries and of an index announced",
    DrawSecret: "random bytes, until they are public",
    DrawWinner: _DRAW,
    DueFault: "which row failed how often, in codes",
    FollowedEvent: _SHORT_LIVED,
    CatalogueMeaning: _CATALOGUE,
    GuideVersion: _CATALOGUE,
    TextMeaning: _CATALOGUE,
    ThemeVersion: _CATALOGUE,
    InboundMessage: _SHORT_LIVED,
    LabelPrint: "what the counter printed",
    PictureVerdict: "verdicts by WeChat's own number",
    SendingGate: "the state of a provider",
    CaseClaim: "who of the staff works on a case; staff are not applicants",
    FormerPassword: "staff are not applicants; what their passwords were, as hashes",
    SecondFactor: "staff are not applicants; what their phones prove",
    SecondFactorReset: "staff are not applicants; who gave whose proof back",
    StaffMember: "staff are not applicants; their data is their employer's",
    UnansweredChoice: "counted without any word about who chose",
    UnansweredQuery: "counted without any word about who asked",
    UsedSignature: "signatures of WeChat's pushes",
    WatchedNumber: "waybill numbers, whosoever they are",
    WechatReply: _SHORT_LIVED,
}
