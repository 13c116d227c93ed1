"""Reading cases: every read is scoped by its caller in `cases.scope`."""

from collections.abc import Sequence
from uuid import UUID

from redis.asyncio import Redis
from tortoise.functions import Count

from mobile_api.cases.case_guide import guide_of_case, wanted_materials
from mobile_api.cases.errors import CaseNotFound, FactorDoesNotMatch
from mobile_api.cases.models import Case, SubmittedMaterial
from mobile_api.cases.numbers import TAIL_LENGTH, is_case_number, query_factor_hash
from mobile_api.cases.scope import numbered, scoped, scoped_to_any
from mobile_api.cases.shapes import MOST_PAGES
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status.schemas import StatusQuestion
from mobile_api.shared.callers import ActingFor, Citizen
from mobile_api.shared.crypto import same
from mobile_api.shared.http.guesses import Door, Guess, judge
from mobile_api.shared.http.pagination import sorted_after
from mobile_api.shared.json_columns import read_each
from uploads.models import StoredFile

_OVER = (CaseStatus.delivered, CaseStatus.declined, CaseStatus.withdrawn)
_DRAFTS_SHOWN = 10
# Of one asker about one case, until a pause.
WRONG_GUESSES = 5
# A tail has about 10^4 likely values; a whole village may ask through one address.
_TAILS = Door("case-tail", mistakes=WRONG_GUESSES, of_day=10, of_guesser=100, about_subject=30)


async def own_cases(caller: Citizen, cursor: str | None, limit: int) -> Sequence[Case]:
    """`limit + 1` newest cases of the caller, so that the caller sees whether more follow."""
    query = scoped(caller)
    query = sorted_after(query, "-touched_at", cursor)
    return await read_each(query.limit(limit + 1))


async def drafts_of_item(caller: Citizen, item_key: str) -> Sequence[Case]:
    """What the caller began of an item and has not sent, the latest first."""
    own = scoped(caller).filter(item_key=item_key, status=CaseStatus.draft)
    return await read_each(own.order_by("-touched_at").limit(_DRAFTS_SHOWN))


async def own_case_ids(caller: Citizen, among: Sequence[UUID]) -> set[UUID]:
    """Those of the ids whose cases the caller may see."""
    if not among:
        return set()
    found = await scoped(caller).filter(id__in=among).values_list("id", flat=True)
    return {UUID(str(one)) for one in found}


async def open_cases(powers: Sequence[ActingFor]) -> dict[UUID, int]:
    """By enterprise, how many cases within these powers are not over; none where there is none."""
    found = scoped_to_any(powers).exclude(status__in=_OVER).annotate(number=Count("id"))
    counted = await found.group_by("enterprise_id").values_list("enterprise_id", "number")
    return {UUID(str(enterprise_id)): int(str(number)) for enterprise_id, number in counted}


async def submitted_page(case: Case, key: str, page: int) -> StoredFile:
    """One page of a material that the case's situation calls for. Raises CaseNotFound."""
    wanted = {material.key for material in wanted_materials(case, await guide_of_case(case))}
    given = SubmittedMaterial.filter(case_id=case.id, requirement_key=key, page=page)
    if key not in wanted or not 1 <= page <= MOST_PAGES:
        raise CaseNotFound()
    found = await given.prefetch_related("file").first()
    if found is None:
        raise CaseNotFound()
    return found.file


async def case_by_number(redis: Redis, question: StatusQuestion, asker: str) -> Case:
    """The case behind a number and its second factor; wrong number and wrong factor look alike.

    `asker`: by what wrong answers are counted, an address of the network or a chat. A number that
    nobody has counts as one that somebody has.

    Raises FactorDoesNotMatch, TooManyRequests, TemporarilyUnavailable (guesses cannot be counted).
    """
    is_number = is_case_number(question.number)
    case = await numbered(question.number) if is_number else None
    expected = bytes(case.query_factor_hash) if case and case.query_factor_hash else b""
    given = query_factor_hash(question.number, question.id_number_tail)
    is_right = same(expected, given) and len(question.id_number_tail) == TAIL_LENGTH
    await judge(redis, Guess(_TAILS, question.number, asker), is_right=is_right)
    if case is None or not is_right:
        raise FactorDoesNotMatch()
    return case


async def case_asked_before(number: str, factor_hash: bytes) -> Case | None:
    """The case whose factor the asker has shown before; `factor_hash` is what it hashed to then.

    None when the case has another applicant by now: whoever knew the old factor knows no more.
    """
    case = await numbered(number)
    if case is None or not same(bytes(case.query_factor_hash or b""), factor_hash):
        return None
    return case
