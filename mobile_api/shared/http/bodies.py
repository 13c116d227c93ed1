"""What a request says, as models; and how much it may: bytes by the route, members of its JSON by
one number.

Validation costs by the member and answers by the fault, so both are bounded before it begins: what
one body costs keeps every other caller of the process waiting.
"""

import re

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from sanic import Request

from mobile_api.shared.errors import InvalidInput, MalformedBody, NotJson
from mobile_api.shared.http.faults import faults_of, faults_of_query
from mobile_api.shared.http.query_string import query_values

# Forms with a hundred fields come to less than a tenth of it.
MOST_BYTES = 64 * 1024
# What a provider pushes at once: a hundred entries of a track are 40 KiB, and percent-encoding
# triples them. docker/nginx.conf lets as much through.
MOST_OF_A_PUSH = 256 * 1024
# Of a body that was refused: it is read on and thrown away, for who is still sending would see the
# line cut off and not the answer. Who sends more than any file is cut off after all.
MOST_READ_ON = 32 * 1024 * 1024
MOST_MEMBERS = 1_000
_NOT_JSON = "正文不是有效的 JSON。"
_JSON = re.compile(r"application/([a-z0-9.+-]+\+)?json\s*(;|$)", re.IGNORECASE)


def check_json(content_type: str, body: bytes) -> None:
    """Raises NotJson by the type that the sender names, MalformedBody for what is not to be read.

    A type that needs no leave of the browser (text, forms) would let any site send calls.
    """
    if not _JSON.match(content_type):
        raise NotJson()
    if b"\\u0000" in body:
        raise MalformedBody("正文里有不能使用的字符 \\u0000。")
    # Each further member takes a comma; where texts hold the commas, only reading tells.
    if body.count(b",") >= MOST_MEMBERS and members_of(body) > MOST_MEMBERS:
        raise MalformedBody(f"JSON 的成员超过{MOST_MEMBERS}个。")


def members_of(body: bytes) -> int:
    """How many members and elements a JSON value holds at every depth. Raises MalformedBody."""
    try:
        waiting = [from_json(body)]
    except ValueError:
        raise MalformedBody(_NOT_JSON) from None
    count = 0
    while waiting:
        value = waiting.pop()
        held = value.values() if isinstance(value, dict) else value
        if isinstance(value, dict | list):
            count += len(value)
            waiting.extend(held)
    return count


def validated(
    request: Request, body: type[BaseModel] | None, query: type[BaseModel] | None
) -> dict[str, BaseModel]:
    """Body and query as these models. Raises InvalidInput with the faults of both, MalformedBody,
    NotJson."""
    found: dict[str, BaseModel] = {}
    faults = []
    if query is not None:
        try:
            found["query"] = query.model_validate(query_values(query, request))
        except ValidationError as error:
            faults += faults_of_query(error)
    if body is not None:
        check_json(request.headers.get("content-type", ""), request.body)
        try:
            found["body"] = body.model_validate_json(request.body)
        except ValidationError as error:
            if error.errors(include_input=False)[0]["type"] == "json_invalid":
                raise MalformedBody(_NOT_JSON) from None
            faults += faults_of(error)
    if faults:
        raise InvalidInput(faults)
    return found
