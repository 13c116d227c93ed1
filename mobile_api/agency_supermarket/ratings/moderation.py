"""What the desk does with a rating: lets its texts be read or hides them, lets it count or not."""

from uuid import UUID

from mobile_api.agency_supermarket.contracts import telling
from mobile_api.agency_supermarket.contracts.history import note
from mobile_api.agency_supermarket.contracts.scope import desk_contract
from mobile_api.agency_supermarket.contracts.states import SIDE_NAMES
from mobile_api.agency_supermarket.ratings.models import Rating, TextState
from mobile_api.agency_supermarket.ratings.schemas import LookRequest
from mobile_api.agency_supermarket.ratings.scope import desk_rating
from mobile_api.shared import clock
from mobile_api.shared.callers import Staff
from mobile_api.shared.history.moves import actor_of

_COLUMNS = (
    "text_state",
    "reply_state",
    "is_counted",
    "needs_look",
    "judged_at",
    "judged_by",
    "judgement",
)


async def look_at(caller: Staff, rating_id: UUID, given: LookRequest) -> Rating:
    """Judge a rating; again, what was said last holds. Its scores never change.

    Raises NotAtTheDesk, RatingNotFound.
    """
    contract_id = (await desk_rating(caller, rating_id)).contract_id
    # The contract first, as everybody does who changes its ratings.
    contract = await desk_contract(caller, contract_id, locked=True)
    found = await desk_rating(caller, rating_id)
    found.text_state = _judged(found.text_state, given.shows_text)
    found.reply_state = _judged(found.reply_state, given.shows_reply)
    if given.counts is not None:
        found.is_counted = given.counts
    # Whoever only reads the texts of a doubtful one has not said whether it counts.
    if given.counts is not None or not found.suspicions:
        found.judged_at = clock.now()
    found.judged_by, found.judgement = caller.staff_id, given.reason
    is_doubtful = bool(found.suspicions) and found.judged_at is None
    waits = TextState.waiting in (found.text_state, found.reply_state)
    found.needs_look = waits or is_doubtful
    await found.save(update_fields=list(_COLUMNS))
    name = SIDE_NAMES[found.by]
    text = f"管理部门审看了{name}的评价:{_said(found)}。理由:{given.reason}"
    await note(contract, actor_of(caller), "look_at_rating", text)
    await telling.both(contract, text)
    return found


def _judged(state: TextState, shows: bool | None) -> TextState:
    if shows is None or state is TextState.none:
        return state
    return TextState.shown if shows else TextState.hidden


def _said(rating: Rating) -> str:
    words = {TextState.shown: "公开", TextState.hidden: "不公开", TextState.waiting: "待审看"}
    told = ["计分" if rating.is_counted else "不计分"]
    if rating.text_state in words:
        told.append(f"评价文字{words[rating.text_state]}")
    if rating.reply_state in words:
        told.append(f"回复{words[rating.reply_state]}")
    return "、".join(told)
