"""The door of every interface that needs an access token."""

from aiohttp import web

from tests.simulators.wechat.ground.config import Account, MiniProgram, OfficialAccount
from tests.simulators.wechat.ground.errors import WechatError
from tests.simulators.wechat.ground.quotas import Quotas
from tests.simulators.wechat.ground.tokens import Tokens


class Gate:
    """Each way in raises 41001, 42001, 40001 or 45009 for a token or a quota that does not do."""

    def __init__(self, tokens: Tokens, quotas: Quotas) -> None:
        self._tokens = tokens
        self._quotas = quotas

    def admit(self, request: web.Request) -> MiniProgram:
        """Whose call this is. Raises 48001 for an account that is no mini-program."""
        account = self.admit_any(request)
        if not isinstance(account, MiniProgram):
            raise WechatError(48001)
        return account

    def admit_official(self, request: web.Request) -> OfficialAccount:
        """Whose call this is. Raises 48001 for an account that is no official account."""
        account = self.admit_any(request)
        if not isinstance(account, OfficialAccount):
            raise WechatError(48001)
        return account

    def admit_any(self, request: web.Request) -> Account:
        account = self._tokens.account_of(request.query.get("access_token", ""))
        self._quotas.spend(account.app_id, request.path)
        return account
