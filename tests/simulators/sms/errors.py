"""How the service refuses: the gateway by HTTP status, the business by a code under HTTP 200."""

from collections.abc import Mapping

_STATUS: Mapping[str, int] = {
    "InvalidAccessKeyId.NotFound": 404,
    "InvalidAction.NotFound": 404,
    "InvalidVersion": 400,
    "IncompleteSignature": 400,
    "SignatureDoesNotMatch": 400,
    "SignatureNonceUsed": 400,
    "InvalidTimeStamp.Expired": 400,
    "Throttling.User": 400,
    "Throttling": 400,
    "MissingPhoneNumbers": 400,
    "MissingSignName": 400,
    "MissingTemplateCode": 400,
    "ServiceUnavailable": 503,
    "InternalError": 500,
}
_MESSAGES: Mapping[str, str] = {
    "SignatureDoesNotMatch": "Specified signature is not matched with our calculation.",
    "InvalidAccessKeyId.NotFound": "Specified access key is not found.",
    "SignatureNonceUsed": "Specified signature nonce was used already.",
    "InvalidTimeStamp.Expired": "Specified time stamp or date value is expired.",
    "Throttling.User": "Request was denied due to user flow control.",
    "isp.SYSTEM_ERROR": "系统错误",
    "isv.MOBILE_NUMBER_ILLEGAL": "无效号码",
    "isv.SMS_SIGNATURE_ILLEGAL": "签名不合法(不存在或被拉黑)",
    "isv.SMS_TEMPLATE_ILLEGAL": "模板不合法(不存在或被拉黑)",
    "isv.TEMPLATE_MISSING_PARAMETERS": "模板缺少变量",
    "isv.INVALID_JSON_PARAM": "参数格式错误,请修改为字符串值",
    "isv.PARAM_LENGTH_LIMIT": "参数超出长度限制",
    "isv.PARAM_NOT_SUPPORT_URL": "变量不支持传入URL",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "变量规范校验不通过",
    "isv.AMOUNT_NOT_ENOUGH": "账户余额不足",
    "isv.BUSINESS_LIMIT_CONTROL": "触发小时级流控Permits:5",
}


class SmsRefusal(Exception):
    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or _MESSAGES.get(code, code)

    @property
    def status(self) -> int:
        return _STATUS.get(self.code, 200)
