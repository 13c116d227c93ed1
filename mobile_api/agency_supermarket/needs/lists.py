"""The sizes of the lists of credit_weighted (大名单, 小名单), as its rules allow them."""

from mobile_api.agency_supermarket.selection.rules import (
    CreditWeightedRules,
    MethodRules,
    SizeSpan,
)
from mobile_api.agency_supermarket.selection.schemas import ListSizes
from mobile_api.shared.errors import FieldFault, InvalidInput

_OTHER_METHOD = "大名单和小名单的家数只用于信用择优,请不要填写。"
_OUT_OF_RANGE = "请填写家数,须在{least}到{most}之间。"
_LONGER = "小名单的家数不能多于大名单,请改小。"

Sizes = tuple[ListSizes | None, list[FieldFault]]


def lists_of(rules: MethodRules, big_list: int | None, small_list: int | None) -> Sizes:
    """What the owner wants, and every fault of it."""
    said = {"big_list": big_list, "small_list": small_list}
    if not isinstance(rules, CreditWeightedRules):
        stray = [name for name, size in said.items() if size is not None]
        return None, [FieldFault(f"/{name}", "other_method", _OTHER_METHOD) for name in stray]
    faults = [
        FieldFault(f"/{name}", "list_out_of_range", _range(span))
        for name, span in (("big_list", rules.big_list), ("small_list", rules.small_list))
        if not span.holds(said[name] or 0)
    ]
    big, small = big_list or 0, small_list or 0
    if not faults and small > big:
        faults.append(FieldFault("/small_list", "longer_than_big_list", _LONGER))
    return (None, faults) if faults else (ListSizes(big=big, small=small), [])


def _range(span: SizeSpan) -> str:
    return _OUT_OF_RANGE.format(least=span.least, most=span.most)


def lists_under(rules: MethodRules, sizes: ListSizes | None) -> MethodRules:
    """The rules of the day of publication, where they still allow these lists.

    Raises InvalidInput: the draft is older than the rules, and its lists are to be chosen anew.
    """
    if sizes is None or not isinstance(rules, CreditWeightedRules):
        return rules
    spans = (("big_list", rules.big_list, sizes.big), ("small_list", rules.small_list, sizes.small))
    faults = [
        FieldFault(f"/{name}", "list_out_of_range", _range(span))
        for name, span, size in spans
        if not span.holds(size)
    ]
    if faults:
        raise InvalidInput(faults)
    return rules
