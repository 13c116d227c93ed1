"""The address book."""

from mobile_api.addresses.models import SavedAddress
from mobile_api.personal_data.holding import Holding, Named, deletes

ADDRESSES = (
    Holding(
        SavedAddress,
        Named(("person_id",)),
        "常用地址",
        {
            "contact": "收件人和地址",
            "label": "标签",
            "is_default": "是否默认",
            "agreed_at": "同意保存的时间",
            "used_at": "最近使用时间",
        },
        deletes(SavedAddress),
        # The survivor has a default of their own.
        reset={"is_default": False},
    ),
)
