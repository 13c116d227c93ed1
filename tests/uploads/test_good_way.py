"""A photo goes from the phone to a clean file that only its person can see."""

from uuid import UUID

import httpx

from tests.committed import committed
from tests.uploads.person import Person, work_until_idle
from tests.uploads.samples import OFD, PDF, document, package, photo, sha256
from uploads.service import clean_files
from uploads.stores.storage import ObjectStore


async def test_a_photo_becomes_clean(person: Person, store: ObjectStore) -> None:
    content = photo()
    begun = (await person.begin(content)).json()
    assert begun["file"]["state"] == "awaiting_upload"
    assert set(begun["ticket"]) == {"url", "fields", "expires_at"}

    assert (await person.send(content)).status_code == 201
    assert (await person.complete()).json()["state"] == "inspecting"
    await work_until_idle(store)

    found = await person.state()
    assert (found["state"], found["media_type"], found["pages"]) == ("clean", "image/jpeg", 1)
    assert found["name"] == "身份证.jpg"
    assert found["message"] == "文件已经通过检查。"


async def test_the_link_shows_the_clean_bytes(person: Person, store: ObjectStore) -> None:
    content = document(2)
    file_id = await person.upload(content, PDF)
    await work_until_idle(store)
    link = (await person.call("GET", f"/uploads/{file_id}/link")).json()
    assert set(link) == {"url", "expires_at"}

    async with httpx.AsyncClient() as anyone:
        shown = await anyone.get(link["url"])
    assert (shown.status_code, shown.content) == (200, content)
    assert shown.headers["content-type"] == PDF
    name = UUID(file_id).hex
    assert shown.headers["content-disposition"] == f'inline; filename="{name}.pdf"'


async def test_documents_stay_as_they_were_signed(person: Person, store: ObjectStore) -> None:
    ids = [
        await person.upload(content, media_type)
        for content, media_type in ((document(3), PDF), (package(), OFD))
    ]
    await work_until_idle(store)
    files = await committed(clean_files(person.key, [UUID(file_id) for file_id in ids]))
    assert [(file.media_type, file.pages) for file in files] == [(PDF, 3), (OFD, 1)]
    assert all(file.sha256 == file.declared_sha256 for file in files)


async def test_what_is_recorded_is_what_lies_in_the_store(
    person: Person, store: ObjectStore
) -> None:
    await person.upload(photo())
    await work_until_idle(store)
    row = await person.row()
    kept = await store.read(row.clean_key)
    assert kept is not None
    assert (len(kept), sha256(kept)) == (row.size, row.sha256)


async def test_a_link_of_a_file_that_is_not_clean(person: Person) -> None:
    file_id = await person.upload(photo())
    answer = await person.call("GET", f"/uploads/{file_id}/link")
    assert (answer.status_code, answer.json()["code"]) == (409, "file_not_clean")
