"""A valid body for every route that names somebody's thing: one that is refused for its owner only.

An invalid one would be refused for its form, before anybody asks whose thing it is.
"""

from datetime import timedelta
from typing import Any

from mobile_api.shared import clock

ADDRESS = {
    "name": "孙陌生",
    "phone": "13700000000",
    "province": "示范省",
    "city": "示范市",
    "county": "示范区",
    "address": "新城街道光明路8号",
}
REASON = {"reason": "申请人来电,请求核对"}
FAULT = {
    "target": "material",
    "key": "exit-entry-photo",
    "reason": "看不清楚。",
    "advice": "请重新拍摄。",
}

_BY_END: dict[str, Any] = {
    "/api/v1/cases/{case_id}": {"form": {"passport-situation-note": "别人写的"}},
    "/delivery/address": {"address": ADDRESS},
    "/api/v1/cases/{case_id}/delivery/readdress": {"kind": "pick_up"},
    "/staff/v1/cases/{case_id}/delivery/readdress": {"kind": "pick_up"} | REASON,
    "/delivery/reissue": REASON,
    "/materials/{key}": {"file_ids": []},
    "/originals/number": {"waybill_number": "SF1234567890125"},
    "/originals/pick-up": {"address": ADDRESS},
    "/originals/receive": {"condition": "intact"},
    "/enterprises/{enterprise_id}/clerks": {
        "name": "孙陌生",
        "phone": "13700000000",
        "ends_on": (clock.today() + timedelta(days=30)).isoformat(),
    },
    "/me/addresses/{address_id}": {"address": ADDRESS, "agrees_to_saving": True},
    "/unbind": {},
    "/cases/{case_id}/decide": {"outcome": "approved"},
    "/decline-acceptance": REASON,
    "/request-correction": {"faults": [FAULT]},
    "/full-applicant": REASON,
    "/full-address": REASON,
    "/full-details": REASON,
    "/parcels/{parcel_id}/cancel": REASON,
    "/order-again": REASON,
    "/handoffs/{handoff_id}/send-again": REASON,
    "/send-again": REASON | {"case_number": "99990020261121000001N"},
}


def body_of(path: str) -> Any:
    """The body for a route, None when none is known."""
    return next((body for end, body in _BY_END.items() if path.endswith(end)), None)
