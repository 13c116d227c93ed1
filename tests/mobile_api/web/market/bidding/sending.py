"""An agency's pages as a browser without script uses them; the last form is that of the act."""

from collections.abc import Mapping

from tests.mobile_api.web.applying.browser import Browser, settling
from tests.mobile_api.web.reading import Page, read


async def send(own: Browser, page: Page, typed: Mapping[str, str] = {}) -> Page:
    """The form of the act, with what is typed into it."""
    return await own.send(page, typed, number=-1)


async def upload(own: Browser, path: str, content: bytes) -> Page:
    """A file for the act at `path`, inspected meanwhile."""
    files = {"file": ("照片.jpg", content, "image/jpeg")}
    async with settling(own.stack):
        sent = await own.client.post(f"{path}/files", files=files, follow_redirects=True)
    own.here = sent.url.raw_path.decode()
    return read(sent)


# The forms of an agency, as their routes are written.
_HOME, _NEED = "/me/agency", "/me/agency/needs/{need_id}"
_CONTRACT, _ENTRY = "/me/agency/contracts/{contract_id}", "/me/agency/credit/entries/{entry_id}"
WITH_FILES = {
    f"{_HOME}/qualifications/{{kind}}",
    f"{_CONTRACT}/propose",
    f"{_CONTRACT}/deliver",
    f"{_CONTRACT}/milestones/{{place}}",
    f"{_ENTRY}/repair",
}
PLAIN = {
    f"{_HOME}/profile",
    f"{_HOME}/office",
    f"{_HOME}/apply",
    f"{_HOME}/leave",
    f"{_HOME}/services/{{key}}",
    f"{_HOME}/services/{{key}}/remove",
    f"{_HOME}/qualifications/{{kind}}/remove",
    f"{_HOME}/practitioners/new",
    f"{_HOME}/practitioners/{{person_id}}/remove",
    f"{_NEED}/bid",
    f"{_NEED}/withdraw",
    f"{_NEED}/question",
    f"{_NEED}/objection",
    f"{_HOME}/disputes/{{dispute_id}}/complaint",
    f"{_HOME}/disputes/{{dispute_id}}/withdraw",
    f"{_CONTRACT}/confirm",
    f"{_CONTRACT}/send-back",
    f"{_CONTRACT}/rating-reply",
    f"{_CONTRACT}/rating",
    f"{_CONTRACT}/extension",
    f"{_CONTRACT}/extension/withdraw",
    f"{_CONTRACT}/ending",
    f"{_CONTRACT}/ending/withdraw",
    f"{_CONTRACT}/ending/answer",
    f"{_ENTRY}/objection",
    f"{_HOME}/credit/effects/{{effect_id}}",
    f"{_HOME}/sanctions/{{sanction_id}}",
    "/draws/{number}/contest",
}
TAKING_FILES = {f"{path}/files" for path in WITH_FILES}
TAKING_OUT = {f"{path}/files/{{file_id}}" for path in WITH_FILES}
FORMS = PLAIN | WITH_FILES | TAKING_FILES | TAKING_OUT
