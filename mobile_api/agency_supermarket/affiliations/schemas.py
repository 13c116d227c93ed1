"""Bodies of the affiliations' routes."""

from pydantic import Field

from mobile_api.accounts.schemas import PersonName
from mobile_api.agency_supermarket.affiliations.states import ControlKind
from mobile_api.enterprises.schemas import SocialCreditCode
from mobile_api.shared.clock import Instant
from mobile_api.shared.http.schema import AnswerBody, RequestBody

MOST_CONTROLS, MOST_RELATIVES = 30, 20


class ControlsRequest(RequestBody):
    """Every enterprise that holds or manages the agency, and every one that it holds or manages,
    by social credit code; giving it again replaces what was given before."""

    controlled_by: list[SocialCreditCode] = Field(default_factory=list, max_length=MOST_CONTROLS)
    controls: list[SocialCreditCode] = Field(default_factory=list, max_length=MOST_CONTROLS)


class ControlView(AnswerBody):
    """One enterprise that an agency declared."""

    kind: ControlKind
    social_credit_code: str
    declared_at: Instant


class ControlsView(AnswerBody):
    """What an agency declared; everybody may read it."""

    controls: list[ControlView]


class GivenRelative(RequestBody):
    """A relative who represents an agency or a holder of it: their name as on their card, and the
    agency's social credit code. It counts where that name is borne there."""

    name: PersonName = Field(examples=["李四"])
    social_credit_code: SocialCreditCode


class RelativesRequest(RequestBody):
    """Every such relative; giving it again replaces what was given before."""

    relatives: list[GivenRelative] = Field(default_factory=list, max_length=MOST_RELATIVES)


class RelativeView(AnswerBody):
    """A declared relative as the owner sees it; nobody else does."""

    name: str
    social_credit_code: str
    declared_at: Instant


class RelativesView(AnswerBody):
    """What the owner declared for one need."""

    relatives: list[RelativeView]
