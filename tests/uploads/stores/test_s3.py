"""What the S3 store does by itself: it signs without a call, and says so when nobody answers."""

import base64
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest

from mobile_api.embedded.home import free_port
from mobile_api.shared import clock
from tests.uploads.person import Person, work_off, work_until_idle
from tests.uploads.samples import JPEG, photo
from uploads.errors import StorageUnavailable
from uploads.models import FileState
from uploads.stores.s3 import S3Store
from uploads.stores.storage import ObjectStore
from uploads.work import LEASE

KEY = "quarantine/" + "a" * 32
SOON = timedelta(minutes=10)


def unreachable(public_url: str = "") -> S3Store:
    url = f"http://some%2Fkey:some%3Asecret@127.0.0.1:{free_port()}/materials"
    return S3Store(url, region="cn-north-1", public_url=public_url)


def test_a_ticket_allows_exactly_what_was_declared() -> None:
    store = unreachable("https://files.example.gov.cn")
    expires_at = clock.now() + SOON
    ticket = store.ticket(KEY, media_type=JPEG, size=777, expires_at=expires_at)
    assert (ticket.url, ticket.expires_at) == ("https://files.example.gov.cn/materials", expires_at)
    assert ticket.fields["x-amz-credential"].startswith("some/key/")
    conditions = orjson.loads(base64.b64decode(ticket.fields["policy"]))["conditions"]
    for name in ("key", "Content-Type", "success_action_status"):
        assert ["eq", "$" + name, ticket.fields[name]] in conditions
    assert ["eq", "$bucket", "materials"] in conditions
    assert ["content-length-range", 777, 777] in conditions


def test_a_link_is_signed_for_the_address_that_phones_use() -> None:
    store = unreachable("https://files.example.gov.cn")
    link = store.link(KEY, media_type=JPEG, filename="a.jpg", expires_at=clock.now() + SOON)
    parts = urlsplit(link)
    assert (parts.netloc, parts.path) == ("files.example.gov.cn", "/materials/" + KEY)
    terms = parse_qs(parts.query)
    assert terms["response-content-type"] == [JPEG]
    assert terms["response-content-disposition"] == ['inline; filename="a.jpg"']
    assert 590 <= int(terms["X-Amz-Expires"][0]) <= 600


@pytest.mark.parametrize(
    "url", ["", "https://host/bucket", "https://key:secret@host", "key:secret@host/bucket"]
)
def test_an_address_that_says_too_little(url: str) -> None:
    with pytest.raises(ValueError, match="s3_url"):
        S3Store(url, region="us-east-1")


async def test_nobody_answers() -> None:
    store = unreachable()
    for call in (
        store.prepare(),
        store.size_of(KEY),
        store.read(KEY),
        store.delete(KEY),
        store.write(KEY, b"1", JPEG),
    ):
        with pytest.raises(StorageUnavailable):
            await call


async def test_a_file_waits_for_the_store(person: Person, store: ObjectStore) -> None:
    await person.upload(photo())
    assert await work_off(unreachable(), None) == 1
    assert (await person.row()).state is FileState.inspecting
    with clock.standing_at(clock.now() + LEASE):
        await work_until_idle(store)
    assert (await person.row()).state is FileState.clean
