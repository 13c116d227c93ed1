"""What a signed message says of its own signature, read before anything is believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import http_sf
from http_sf.compat import Item

from mobile_api.signatures import plain
from mobile_api.signatures.errors import NotSigned, SignatureFault

LABEL = "sig1"
_MOST_BYTES = 4_000
_MOST_COMPONENTS = 32


@dataclass(frozen=True)
class Claims:
    """`nodes`: the components that are covered. Nothing of this is true before it is verified.

    `signature`: its bytes, however they are written.
    """

    signature: bytes
    key_id: str
    created: datetime
    expires: datetime
    algorithm: str | None
    nodes: list[Item]
    parameters: Mapping[str, str | int]

    def must_cover(self, components: Sequence[str]) -> None:
        """Raises NotSigned with the first that is missing."""
        covered = {_identity(node) for node in self.nodes}
        for component in components:
            node = Item(component)
            if component.startswith('"'):
                node.parse(component.encode())
            if _identity(node) not in covered:
                raise NotSigned(SignatureFault.components, component)


def claims_of(headers: Mapping[str, str], label: str, tag: str) -> Claims:
    """Of the one signature of a message, by that label and tag. Raises NotSigned."""
    said = _one(headers, "signature-input")
    signature = _signature(_one(headers, "signature"), label)
    components, parameters = _input(said, label)
    if not isinstance(components, list) or len(components) > _MOST_COMPONENTS:
        raise NotSigned(SignatureFault.malformed, "Signature-Input")
    if parameters.get("tag") != tag:
        raise NotSigned(SignatureFault.malformed, "tag")
    return Claims(
        signature=signature,
        key_id=_text(parameters, "keyid"),
        created=_time(parameters, "created"),
        expires=_time(parameters, "expires"),
        algorithm=_text(parameters, "alg") if "alg" in parameters else None,
        nodes=[_node(name, of_it) for name, of_it in components],
        parameters=parameters,
    )


def _one(headers: Mapping[str, str], name: str) -> str:
    found = [value for key, value in headers.items() if key.lower() == name]
    if not found:
        raise NotSigned(SignatureFault.missing, name)
    if len(found) > 1 or len(found[0]) > _MOST_BYTES:
        raise NotSigned(SignatureFault.malformed, name)
    return found[0]


def _input(said: str, label: str) -> tuple[Any, Mapping[str, Any]]:
    """Components with their parameters, and those of the signature."""
    found = plain.said_by(said) if label == LABEL else None
    if found is not None:
        return [(name, {}) for name in found[0]], found[1]
    parsed = _parsed(said, "Signature-Input")
    if set(parsed) != {label}:
        raise NotSigned(SignatureFault.malformed, "Signature-Input")
    components, parameters = parsed[label]
    return components, parameters


def _signature(said: str, label: str) -> bytes:
    value = plain.signature_in(said) if label == LABEL else None
    if value is not None:
        return value
    found = _parsed(said, "Signature").get(label)
    if not isinstance(found, tuple) or not isinstance(found[0], bytes):
        raise NotSigned(SignatureFault.malformed, "Signature")
    return found[0]


def _parsed(said: str, field: str) -> Mapping[str, Any]:
    """The dictionary of the field; a label that stands twice is none."""

    def refuse(key: str, context: str) -> None:
        raise ValueError(f"{key} stands twice in a {context}")

    try:
        found = http_sf.parse(said.encode("ascii"), tltype="dictionary", on_duplicate_key=refuse)
    except (ValueError, TypeError) as error:
        raise NotSigned(SignatureFault.malformed, field) from error
    assert isinstance(found, dict)
    return found


def _node(name: object, parameters: Mapping[str, Any]) -> Item:
    if not isinstance(name, str):
        raise NotSigned(SignatureFault.malformed, "Signature-Input")
    node = Item(name)
    node.params.update(parameters)
    return node


def _identity(node: Item) -> tuple[object, ...]:
    """The order of parameters changes nothing (RFC 9421 2)."""
    return node.value, *sorted(node.params.items())


def _text(parameters: Mapping[str, Any], name: str) -> str:
    value = parameters.get(name)
    if not isinstance(value, str):
        raise NotSigned(SignatureFault.malformed, name)
    return value


def _time(parameters: Mapping[str, Any], name: str) -> datetime:
    value = parameters.get(name)
    if type(value) is not int:
        raise NotSigned(SignatureFault.malformed, name)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise NotSigned(SignatureFault.malformed, name) from error
