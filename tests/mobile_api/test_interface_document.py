"""The OpenAPI document as a program fetches it: whole, by its head, or not at all if it has it."""

import httpx

PATH = "/docs/openapi.json"


async def test_a_program_that_has_the_document_does_not_load_it_again(
    client: httpx.AsyncClient,
) -> None:
    first = await client.get(PATH)
    assert first.headers["content-type"] == "application/json"
    assert first.headers["cache-control"] == "public, no-cache"
    assert first.json()["info"]["title"] == "Yiwang"
    known = {"If-None-Match": first.headers["etag"]}
    again = await client.get(PATH, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_its_head_tells_what_there_is_to_load(client: httpx.AsyncClient) -> None:
    whole, head = await client.get(PATH), await client.head(PATH)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == whole.headers[name]
