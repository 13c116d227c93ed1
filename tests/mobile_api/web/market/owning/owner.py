"""Who needs an agency, in a browser without script: from the button to the last page of a deal."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from mobile_api.agency_supermarket.contracts.models import Contract
from mobile_api.agency_supermarket.needs.models import Need
from mobile_api.agency_supermarket.openings.models import Award
from mobile_api.enterprises.models import Enterprise
from mobile_api.shared import clock
from mobile_api.web.frame.notes import CHOICE
from tests.mobile_api.agency_supermarket.needing import APPRAISAL, let_it_close
from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.choosing import choose
from tests.mobile_api.web.reading import Page
from tests.mobile_api.web.signing_in.test_sign_in_pages import COOKIE

HOME = "/me/market"
ACTING = COOKIE.replace("session", CHOICE)
PASSPHRASE = "马蹄铁 电池 订书钉 正确答案"
TITLE = "办公楼资产评估"
WISH = "对建筑面积3000平方米的办公楼作价值评估。"


class Owner(Browser):
    """`need_id` is known once a need has begun."""

    need_id: str = ""

    @property
    def need(self) -> str:
        return f"{HOME}/needs/{self.need_id}"

    def act_for(self, person_id: UUID, enterprise: Enterprise) -> None:
        """为谁办: from now on the browser acts for that enterprise."""
        choose(self.client, person_id, enterprise.id, enterprise.name)

    async def press(self, page: Page, action: str, typed: Mapping[str, str] = {}) -> Page:
        """The form that is sent to `action`, or below the page of the need where it is a name."""
        wanted = action if action.startswith("/") else f"{self.need}/{action}"
        (number,) = [n for n, one in enumerate(page.document.forms) if one.action == wanted]
        return await self.send(page, typed, number=number)

    async def send_file(self, path: str, content: bytes, name: str = "合同.jpg") -> Page:
        """A file through the form at `path`, inspected meanwhile."""
        files = {"file": (name, content, "image/jpeg")}
        async with settling(self.stack):
            sent = await self.client.post(path, files=files, follow_redirects=True)
        return self._at(sent)

    async def begin(self, fund: str = "social") -> Page:
        """As far as the page on which the draft is described."""
        page = await self.open(f"{HOME}/new?service={APPRAISAL}")
        said = {"title": TITLE, "fund_source": fund}
        page = await self.press(page, f"{HOME}/new", said)
        self.need_id = self.here.split("/")[4]
        return page

    async def fill(self, page: Page, method: str) -> Page:
        """Page after page, each saved, up to the preview."""
        page = await self.press(page, "description", {"description": WISH})
        assert self.here == f"{self.need}/method"
        page = await self.open(f"{self.need}/price?method={method}")
        page = await self.press(page, "price", {"budget_fen": "50000元"})
        assert self.here == f"{self.need}/times"
        closes = str(clock.today() + timedelta(days=10))
        page = await self.press(page, "times", {"bids_close_at": closes, "hour": "17:00"})
        assert self.here == f"{self.need}/files"
        (further,) = [one for one in page.links() if one == f"{self.need}/avoided"]
        page = await self.press(await self.open(further), "avoided")
        page = await self.press(page, "relatives")
        assert self.here == f"{self.need}/preview"
        return page

    async def publish(self, page: Page) -> Page:
        said = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "is_noted": "true"}
        return await self.press(page, "publish", said)

    async def published(self, method: str = "direct") -> Page:
        """All of it at once."""
        return await self.publish(await self.fill(await self.begin(), method))

    async def opened(self) -> Page:
        """The deadline passes, and the passphrase opens the bids."""
        await let_it_close(self.need_id)
        page = await self.open(f"{self.need}/open")
        return await self.press(page, "open", {"passphrase": PASSPHRASE})

    async def contract(self) -> str:
        """The page of the contract, when the result is shown no more."""
        yesterday = clock.today() - timedelta(days=1)
        await Award.filter(need_id=self.need_id).update(shown_until=yesterday)
        await self.stack.settle()
        found = await Contract.get(need_id=self.need_id)
        return f"{HOME}/contracts/{found.id}"

    async def kept(self) -> Need:
        return await Need.get(id=UUID(self.need_id))
