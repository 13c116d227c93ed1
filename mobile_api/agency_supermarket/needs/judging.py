"""Who judges proposals and by what (评审安排), as the rules of the method allow it."""

from collections.abc import Iterator
from datetime import date

from mobile_api.agency_supermarket.errors import TooFewForPanel
from mobile_api.agency_supermarket.experts.rules import RULES as EXPERTS
from mobile_api.agency_supermarket.experts.scope import able_to_judge
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.needs.schemas import JudgingRequest, JudgingView
from mobile_api.agency_supermarket.sealing.offers import LONGEST_PROPOSAL
from mobile_api.agency_supermarket.selection.judging import WHOLE, Criterion, Judging
from mobile_api.agency_supermarket.selection.rules import MethodRules, ProposalRules
from mobile_api.agency_supermarket.selection.schemas import Terms
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault, InvalidInput

HANDED_IN = (
    f"方案随报价一起密封提交,正文不超过{LONGEST_PROPOSAL}字;"
    "方案中不得写明本机构的名称、人员姓名和报价,评审时以编号代替机构名称。"
)
_OTHER_METHOD = "评审安排和价格权重只用于方案择优,请不要填写。"
_NO_JUDGING = "方案择优要写明评审专业、人数和评审因素,请填写。"
_PERCENT = "请填写价格分的权重(百分之几),须在{least}到{most}之间。"
_UNKNOWN = "没有这个专业类别,请从本市的类别表中选择。"
_EVEN = "评审专家人数必须是单数,请增加或减少一人。"
_FEW = "评审专家不得少于{least}人,请增加。"
_WHOLE = "各项评审因素的分值合计必须是一百分,请调整。"
_TWICE = "这一项与前面的评审因素重名,请合并或改名。"

JudgingTerms = tuple[int | None, Judging | None, list[FieldFault]]


def judging_of(
    rules: MethodRules, price_percent: int | None, given: JudgingRequest | None, day: date
) -> JudgingTerms:
    """What the owner wants, and every fault of it. `day`: whose list of specialties it is."""
    if not isinstance(rules, ProposalRules):
        said = {"price_percent": price_percent, "judging": given}
        stray = [name for name, one in said.items() if one is not None]
        return None, None, [FieldFault(f"/{one}", "other_method", _OTHER_METHOD) for one in stray]
    judging = None if given is None else _kept(given)
    faults = list(_faults(rules, price_percent, judging, day))
    return (None, None, faults) if faults else (price_percent, judging, [])


def _kept(given: JudgingRequest) -> Judging:
    criteria = tuple(Criterion(name=one.name, points=one.points) for one in given.criteria)
    return Judging(specialty=given.specialty, members=given.members, criteria=criteria)


def _faults(
    rules: ProposalRules, price_percent: int | None, judging: Judging | None, day: date
) -> Iterator[FieldFault]:
    span = rules.price_percent
    if price_percent is None or not span.holds(price_percent):
        text = _PERCENT.format(least=span.least, most=span.most)
        yield FieldFault("/price_percent", "percent_out_of_range", text)
    if judging is None:
        yield FieldFault("/judging", "missing", _NO_JUDGING)
        return
    yield from _faults_of_panel(rules, judging, day)
    if not judging.is_whole:
        yield FieldFault("/judging/criteria", "not_a_hundred", _WHOLE)
    names = [one.name for one in judging.criteria]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield FieldFault(f"/judging/criteria/{place}/name", "twice", _TWICE)


def _faults_of_panel(rules: ProposalRules, judging: Judging, day: date) -> Iterator[FieldFault]:
    if judging.specialty not in EXPERTS.here().specialties.on(day).names:
        yield FieldFault("/judging/specialty", "unknown", _UNKNOWN)
    if judging.members % 2 == 0:
        yield FieldFault("/judging/members", "even", _EVEN)
    if judging.members < rules.least_experts:
        text = _FEW.format(least=rules.least_experts)
        yield FieldFault("/judging/members", "too_few", text)


def check_judging(terms: Terms, rules: MethodRules, day: date) -> None:
    """Whether rules of another day still allow what a draft says.

    Raises InvalidInput: the draft is older than they are, and its judging is to be said anew.
    """
    if isinstance(rules, ProposalRules) and (
        faults := list(_faults(rules, terms.price_percent, terms.judging, day))
    ):
        raise InvalidInput(faults)


async def lacks_experts(terms: Terms) -> bool:
    """Whether fewer experts could judge today than are wanted."""
    judging = terms.judging
    if judging is None:
        return False
    return await able_to_judge(judging.specialty).count() < judging.members


async def check_experts(terms: Terms) -> None:
    """Raises TooFewForPanel."""
    if await lacks_experts(terms):
        raise TooFewForPanel()


def judging_view(need: Need) -> JudgingView | None:
    """As everybody reads it."""
    judging = need.terms.judging
    if judging is None:
        return None
    day = clock.beijing_date(need.published_at or clock.now())
    names = EXPERTS.here().specialties.on(day).names
    return JudgingView(
        specialty=judging.specialty,
        specialty_name=names.get(judging.specialty, judging.specialty),
        members=judging.members,
        criteria=list(judging.criteria),
        handed_in=HANDED_IN,
    )


def judging_in_words(terms: Terms) -> str:
    """For the list of what a change has changed; empty for another method."""
    judging = terms.judging
    if judging is None:
        return ""
    criteria = "、".join(f"{one.name}{one.points}分" for one in judging.criteria)
    return (
        f"{judging.members}名专家({judging.specialty}),价格权重{terms.price_percent}%,"
        f"评审因素(共{WHOLE}分):{criteria}"
    )
