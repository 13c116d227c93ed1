"""What can go wrong with accounts and sessions."""

from mobile_api.accounts.proofs.errors import MERGE
from mobile_api.shared.errors import AppError


class WrongCredentials(AppError):
    status = 401
    code = "wrong_credentials"
    title = "用户名或密码不正确。连续输错五次后,须等十五分钟再试。"


class SessionEnded(AppError):
    status = 401
    code = "session_ended"
    title = "登录已过期,请重新登录。"


class SessionNotFound(AppError):
    status = 404
    code = "session_not_found"
    title = "没有找到这台登录设备,它可能已经退出,请刷新后查看。"


class RealNameFixed(AppError):
    status = 409
    code = "real_name_fixed"
    title = "实名信息已核验,不能自行修改。如有变动,请到窗口办理。"


class NoSms(AppError):
    status = 503
    code = "no_sms"
    title = "本地没有开通短信验证码。请用其他方式登录,或者到窗口办理、拨打12345。"


class CodeNotSent(AppError):
    status = 503
    code = "code_not_sent"
    title = "验证码短信没有发出去,请稍后重新获取。这次不计入获取次数。"


class PhoneCodeWrong(AppError):
    status = 422
    code = "phone_code_wrong"
    title = "验证码不正确或已失效。请核对最近一条短信,在获取它的页面上填写;连续输错五次须重新获取。"


class PhoneNotMainland(AppError):
    status = 422
    code = "phone_not_mainland"
    title = "目前只能用中国大陆的手机号登录。您可以继续用微信登录,不影响办理。"


class PhoneOwnerUnsure(AppError):
    status = 409
    code = "phone_owner_unsure"
    title = (
        "这个手机号已超过九十天没有用来登录。账户是您本人的,请补充实名信息中身份证号的后六位;"
        "您是新机主,请选择以新机主身份登录,原账户不受影响。"
    )


class BoundElsewhere(AppError):
    """`ways` goes into the problem document."""

    status = 409
    code = "bound_elsewhere"
    title = (
        "它已绑定在另一个账户上。那个账户也是您的,请选择“合并账户”;"
        "如果是换了机主的手机号,请选择以新机主身份绑定。"
    )
    extensions = {"ways": [MERGE]}


class BindingNotFound(AppError):
    status = 404
    code = "binding_not_found"
    title = "没有找到这项绑定,请刷新页面后重试。"


class LastWayIn(AppError):
    status = 409
    code = "last_way_in"
    title = "这是您登录账户的唯一方式,不能解除。请先绑定另一种登录方式。"


class ProofNeeded(AppError):
    status = 403
    code = "proof_needed"
    title = "为保护您的账户,请重新登录后马上再试一次,或用绑定手机号的验证码、微信确认是您本人。"


class WebSignInOver(AppError):
    status = 401
    code = "web_sign_in_over"
    title = "登录超时,或者不是在同一个页面打开的。请回到登录页面重新登录。"


class NoOfficialAccount(AppError):
    status = 503
    code = "no_official_account"
    title = "本地没有开通微信公众号,请用手机号登录。"


class SnapshotUser(AppError):
    status = 403
    code = "snapshot_user"
    title = "现在是微信的预览页面,还不能登录。请先点页面右下角的“使用完整服务”。"
