"""For which items a power is given: found by their names, chosen and taken away by links."""

import httpx

from mobile_api.enterprises.models import Clerk
from tests.mobile_api.enterprises.people import Member, Office
from tests.mobile_api.web.enterprises.phone import company, invitation
from tests.mobile_api.web.reading import open_page


async def test_items_are_found_chosen_and_taken_away_by_links(
    office: Office, clerk: Member, bosses: httpx.AsyncClient
) -> None:
    start = f"{company(office)}/clerks/items"
    page = await open_page(bosses, f"{start}?q=刻制")
    (seal,) = [link for link in page.links() if "item=seal" in link]
    page = await open_page(bosses, seal)
    assert page.says("已选1项") and page.says("没有名称里带“刻制”的企业事项")
    page = await open_page(bosses, f"{start}?item=seal&item=freight&item=no-such&q=qwzz")
    assert page.says("已选2项") and page.says("请换个说法")
    without = [link for link in page.links() if "item=seal" not in link and "item=freight" in link]
    assert len(without) == 1
    (form,) = [link for link in page.links() if "/clerks/new?" in link]
    page = await open_page(bosses, form)
    assert page.all("//input[@name='item']/@value") == ["seal", "freight"]
    files = [("item", (None, key)) for key in ("seal", "freight")]
    files += [(name, (None, value)) for name, value in invitation(clerk).items()]
    assert (await bosses.post(f"{company(office)}/clerks/new", files=files)).status_code == 303
    assert set((await Clerk.get()).item_keys or ()) == {"seal", "freight"}
