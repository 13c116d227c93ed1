"""What `yiwang verify` says of a published log of bids: offline, by the receipts themselves."""

from typing import Any

from pydantic import ValidationError

from mobile_api.agency_supermarket.bids.receipts import ReceiptCode, verify_receipts
from mobile_api.agency_supermarket.bids.schemas import BidLog
from mobile_api.draws.service import CheckedStep

_WRONG = {
    ReceiptCode.missing: "第{number}条记录缺失",
    ReceiptCode.reordered: "第{number}条记录的顺序被改动",
    ReceiptCode.altered: "第{number}条记录被改动,或与持有的回执不一致",
    ReceiptCode.unsigned: "第{number}条记录没有本平台的有效签名",
}


def verify_log(record: Any, earlier: Any) -> list[CheckedStep]:
    """`earlier`: another copy of the log, or of a part of it, whose receipts must still hold."""
    try:
        log = BidLog.model_validate(record)
        held = BidLog.model_validate(earlier).receipts if earlier is not None else []
    except ValidationError:
        return [CheckedStep("shape", False, "不是完整的报价收件记录")]
    faults = verify_receipts(log.receipts, log.keys, held)
    if not faults:
        text = f"共{len(log.receipts)}条收件记录,编号连续,逐条相接,签名有效"
        return [CheckedStep("receipts", True, text)]
    return [
        CheckedStep(fault.code.value, False, _WRONG[fault.code].format(number=fault.bid_number))
        for fault in faults
    ]
