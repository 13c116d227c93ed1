"""The fields of a contract as it is proposed, and what was typed into them."""

from collections.abc import Sequence

from sanic import Request

from mobile_api.agency_supermarket.contracts.schemas import ContractView
from mobile_api.web.citizen.market.owning.asking import InputLine, yuan_of
from mobile_api.web.frame.visitor import typed

_MOST_PLANNED = 5


def lines_of_contract(contract: ContractView) -> Sequence[InputLine]:
    """The fields, with what was proposed before, or the price of the award."""
    price = yuan_of(contract.price_fen)
    last = str(contract.last_day or "")
    found = [
        InputLine("price_fen", "合同价款", "money", price, "填元,要与中选价一样。", most=20),
        InputLine("last_day", "最晚哪天交付成果", "date", last, most=20),
        InputLine("milestones", "分几步做(可以不填)", "heading"),
    ]
    for place in range(_MOST_PLANNED):
        known = contract.milestones[place] if place < len(contract.milestones) else None
        words, on = (known.words, str(known.on)) if known else ("", "")
        label = f"第{place + 1}步做什么"
        found.append(InputLine(f"milestones-{place}-words", label, value=words, most=100))
        found.append(
            InputLine(f"milestones-{place}-on", f"第{place + 1}步哪天做完", "date", on, most=20)
        )
    return found


def typed_proposal(request: Request) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The fields as they were typed, and the milestones; one that was left out moves up."""
    rows = [
        {
            "words": typed(request, f"milestones-{place}-words", 101),
            "on": typed(request, f"milestones-{place}-on", 20),
        }
        for place in range(_MOST_PLANNED)
    ]
    planned = [row for row in rows if any(row.values())]
    values = {name: typed(request, name, 20) for name in ("price_fen", "last_day")}
    for place, row in enumerate([*planned, *[{"words": "", "on": ""}] * _MOST_PLANNED]):
        if place < _MOST_PLANNED:
            values |= {f"milestones-{place}-{name}": value for name, value in row.items()}
    return values, planned
