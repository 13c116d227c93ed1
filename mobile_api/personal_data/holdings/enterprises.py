"""For which enterprises a person may act."""

from mobile_api.enterprises.models import Clerk, Enterprise
from mobile_api.personal_data.holding import Holding, Kept, Named, deletes

ENTERPRISES = (
    Holding(
        Enterprise,
        Named(("representative_id",)),
        "担任法定代表人的企业",
        {"name": "企业名称", "social_credit_code": "统一社会信用代码", "proven_at": "核验时间"},
        Kept("企业名称和统一社会信用代码是公开信息,属于企业;记录中不再有您的姓名、证件号和电话。"),
    ),
    Holding(
        Clerk,
        Named(("person_id",)),
        "担任经办人",
        {
            "name": "授权书上的姓名",
            "phone": "授权书上的手机号",
            "item_keys": "可办理的事项",
            "ends_on": "授权到期日",
            "accepted_at": "接受时间",
            "revoked_at": "撤销时间",
        },
        deletes(Clerk),
    ),
)
