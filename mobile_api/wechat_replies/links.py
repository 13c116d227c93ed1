"""Links in the chat: the page of the mini-program, and the web page for phones without it."""

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from mobile_api.shared.settings.settings import Settings
from mobile_api.wechat_replies.texts import texts

GUIDE_PAGE = "pages/guide/detail"
CASE_PAGE = "pages/case/detail"


@dataclass(frozen=True, slots=True)
class Links:
    """`public_url` without a slash at its end; without a mini-program all links lead to H5."""

    public_url: str
    mini_program_app_id: str

    @classmethod
    def of(cls, settings: Settings) -> "Links":
        return cls(settings.public_url.rstrip("/"), settings.wechat_mini_program_app_id)

    def guide(self, key: str, name: str) -> str:
        return self.link(name, f"/guides/{quote(key)}", f"{GUIDE_PAGE}?key={quote(key)}")

    def theme(self, key: str, name: str) -> str:
        return self.link(name, f"/themes/{quote(key)}")

    def all_guides(self) -> str:
        return self.link(texts()["guide_list_name"], "/guides")

    def status_page(self) -> str:
        return self.link(texts()["status_page_name"], "/status")

    def all_halls(self) -> str:
        return self.link(texts()["halls_name"], "/centre/halls")

    def link(self, label: str, path: str, page: str = "") -> str:
        """`label` as a link to our `path`, or to `page` of the mini-program where it runs.

        https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
        """
        address = f'href="{escape(self.public_url + path)}"'
        if page and self.mini_program_app_id:
            address += (
                f' data-miniprogram-appid="{escape(self.mini_program_app_id)}"'
                f' data-miniprogram-path="{escape(page)}"'
            )
        # The chat knows no entities: what would begin a tag is left out.
        return f"<a {address}>{label.translate({ord('<'): None, ord('>'): None})}</a>"
