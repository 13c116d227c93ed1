"""The door of every interface that needs an access token."""

from aiohttp import web

from tests.simulators.wechat.config import MiniProgram
from tests.simulators.wechat.quotas import Quotas
from tests.simulators.wechat.tokens import Tokens


class Gate:
    def __init__(self, tokens: Tokens, quotas: Quotas) -> None:
        self._tokens = tokens
        self._quotas = quotas

    def admit(self, request: web.Request) -> MiniProgram:
        """Whose call this is. Raises 41001, 42001, 40001 or 45009."""
        program = self._tokens.program_of(request.query.get("access_token", ""))
        self._quotas.spend(program.app_id, request.path)
        return program
