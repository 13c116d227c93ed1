"""The whole application by the keyboard alone: Tab to go on, Space to choose, Enter to follow."""

from playwright.async_api import Browser as Chromium
from playwright.async_api import Locator
from playwright.async_api import Page as Tab
from playwright.async_api import TimeoutError as NotInTime

from mobile_api.cases.models import Case
from tests.actors import Citizen, photo
from tests.mobile_api.web.applying.browser import ADDRESS, settling
from tests.mobile_api.web.applying.lines import signed_in
from tests.mobile_api.web.applying.test_on_a_phone import LABELS
from tests.stack import Stack

# More than any page has that takes the focus.
FARTHEST = 90
HAS_FOCUS = "(one) => one === document.activeElement"
# WCAG 2.2, 2.4.7 and 2.4.11: the focus is seen, and not under the bar at the foot.
SEEN = """(one) => {
  const shown = one.closest('.choice, .row') || one, box = shown.getBoundingClientRect();
  const bar = document.querySelector('.tabs').getBoundingClientRect();
  const hasRing = (part) => getComputedStyle(part).outlineStyle !== 'none';
  return (hasRing(one) || hasRing(shown)) && box.top >= 0 && box.bottom <= bar.top + 1;
}"""


class Keys:
    """Hands that have no pointer."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    async def to(self, target: Locator) -> None:
        """Tab until the focus is there, and see it."""
        await target.wait_for()
        for _ in range(FARTHEST):
            if await target.evaluate(HAS_FOCUS):
                assert await target.evaluate(SEEN), await target.evaluate("(one) => one.outerHTML")
                return
            await self.tab.keyboard.press("Tab")
        raise AssertionError(f"{target} is not reached")

    async def follow(self, name: str) -> None:
        """A link or button by that name, and the page that follows."""
        await self.to(
            self.tab.get_by_role("link", name=name)
            .or_(self.tab.get_by_role("button", name=name))
            .first
        )
        async with self.tab.expect_navigation():
            await self.tab.keyboard.press("Enter")

    async def choose(self, label: str) -> None:
        """One of several: the group is one stop, arrows go on within it."""
        option = self.tab.get_by_role("radio", name=label).first
        group = self.tab.locator(f"input[name='{await option.get_attribute('name')}']")
        chosen = group.and_(self.tab.locator(":checked"))
        await self.to(chosen if await chosen.count() else group.first)
        for _ in range(await group.count()):
            if await option.evaluate(HAS_FOCUS):
                return await self.tab.keyboard.press("Space")
            await self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not reached")

    async def write(self, label: str, text: str) -> None:
        await self.to(self.tab.get_by_label(label))
        await self.tab.keyboard.press("ControlOrMeta+a")
        await self.tab.keyboard.type(text)

    async def pick(self, label: str, content: bytes) -> None:
        """A file, in the window that the browser opens; a busy one misses a key now and then."""
        for tries_left in (2, 1, 0):
            await self.to(self.tab.get_by_label(label))
            try:
                async with self.tab.expect_file_chooser() as opened:
                    await self.tab.keyboard.press("Space")
                break
            except NotInTime:
                if not tries_left:
                    raise
        await (await opened.value).set_files(
            {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content}
        )


async def applied(keys: Keys) -> None:
    await keys.follow("现在就办")
    await keys.follow("开始")
    for answer in ("换发", "已满十六周岁", "否"):
        await keys.choose(answer)
        await keys.follow("保存并继续")
    await keys.write("姓名拼音", "ZHANG SANFENG")
    await keys.follow("保存并继续")
    for shade in (1, 2):
        await keys.pick("照片或文件", photo(shade))
        await keys.follow("上传")
        await keys.follow("传好了")
    await keys.choose("邮寄到家")
    for label, name in LABELS.items():
        await keys.write(label, ADDRESS[name])
    await keys.follow("保存并继续")
    await keys.follow("确认提交")


async def test_an_application_needs_no_pointer(
    browser: Chromium | None, stack: Stack, citizen: Citizen
) -> None:
    if browser is None:
        return
    context = await signed_in(
        browser, stack, citizen, java_script_enabled=False, reduced_motion="reduce"
    )
    tab = await context.new_page()
    async with settling(stack):
        await tab.goto("/guides/passport")
        await tab.keyboard.press("Tab")
        assert await tab.evaluate("document.activeElement.textContent") == "跳到正文"
        await tab.keyboard.press("Enter")
        await applied(Keys(tab))
        await tab.get_by_role("heading", name="已经提交").wait_for()
    assert (await Case.get()).status == "submitted"
