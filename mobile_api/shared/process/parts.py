"""The parts of a process: each has a typed key where its type lives, and is opened once.

`STORE.of(request)` is an ObjectStore to the type checker as well as in fact.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
)
from typing import Any, Generic, Protocol, TypeVar, cast

from sanic import Request, Sanic

from mobile_api.shared.settings.settings import Settings

T = TypeVar("T")


class PartMissing(RuntimeError):
    """The process did not open that part: a mistake of the program."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this process has not opened its {name}")


class DatabaseOpenAlready(RuntimeError):
    """A process has one database, and one set of parts by which its rows are read and written."""


class AnyPart(Protocol):
    """A part of whatever type."""

    async def open_in(self, parts: "Parts") -> None:
        """Open it unless it is open."""


class Parts:
    """What a process has open, and the settings it was opened with; see `open_parts`."""

    def __init__(self, settings: Settings) -> None:
        self._held: dict[object, Any] = {}
        self._closing = AsyncExitStack()
        self.give(SETTINGS, settings)

    def give(self, part: "Part[T]", value: T) -> None:
        """Let this be the part: something that only the giver can make, or that closes itself."""
        self._held[part] = value


class Part(Generic[T]):
    """The key of one thing that a process has open.

    `opened` opens it and closes it again; what it `needs` is open before. Without `opened` it is
    given by whoever opens the process: it is made of what lives higher in the house than its type.
    """

    def __init__(
        self,
        name: str,
        opened: Callable[[Parts], AbstractAsyncContextManager[T]] | None = None,
        *,
        needs: Sequence[AnyPart] = (),
    ) -> None:
        self.name = name
        self._opened, self._needs = opened, needs

    def of(self, holder: "PartsHolder") -> T:
        """Raises PartMissing."""
        return self._held_by(parts_of(holder))

    def here(self) -> T:
        """As the process has it whose database is open: for code on rows, without a request.

        Raises PartMissing.
        """
        if _here is None:
            raise PartMissing(self.name)
        return self._held_by(_here)

    def _held_by(self, parts: Parts) -> T:
        try:
            held: T = parts._held[self]
        except KeyError:
            raise PartMissing(self.name) from None
        return held

    async def open_in(self, parts: Parts) -> None:
        """Open it, and before it what it needs, unless it is open. Raises PartMissing."""
        if self in parts._held:
            return
        if self._opened is None:
            raise PartMissing(self.name)
        for needed in self._needs:
            await needed.open_in(parts)
        parts.give(self, await parts._closing.enter_async_context(self._opened(parts)))
        parts._closing.callback(parts._held.pop, self, None)


class Derived(Part[T]):
    """A part that follows from the settings: made when first asked for, and never closed."""

    def __init__(self, name: str, make: Callable[[Settings], T]) -> None:
        super().__init__(name)
        self._make = make

    def _held_by(self, parts: Parts) -> T:
        if self not in parts._held:
            parts.give(self, self._make(SETTINGS.of(parts)))
        return super()._held_by(parts)

    async def open_in(self, parts: Parts) -> None:
        """Make it now, so that a wrong setting is found at the start."""
        self._held_by(parts)


# Of any configuration and context: Sanic's own type arguments say nothing here.
Application = Sanic[Any, Any]
PartsHolder = Request | Application | Parts

SETTINGS: Part[Settings] = Part("settings")
_here: Parts | None = None


class _Closable(Protocol):
    async def close(self) -> None: ...


Client = TypeVar("Client", bound=_Closable | None)


@asynccontextmanager
async def closing(client: Client) -> AsyncIterator[Client]:
    """The client, closed in the end; None where the settings name none."""
    try:
        yield client
    finally:
        if client is not None:
            await client.close()


@asynccontextmanager
async def open_parts(settings: Settings, *wanted: AnyPart) -> AsyncIterator[Parts]:
    """Open these and what they need; close all in reverse order, also when one does not open."""
    parts = Parts(settings)
    async with parts._closing:
        for part in wanted:
            await part.open_in(parts)
        yield parts


@contextmanager
def bound(parts: Parts) -> Iterator[None]:
    """Let `Part.here` mean these while their database is open; nobody else calls this, but for
    tests that have tables and no application.

    Raises DatabaseOpenAlready.
    """
    global _here
    if _here is not None:
        raise DatabaseOpenAlready()
    _here = parts
    try:
        yield
    finally:
        _here = None


def hold(app: Application, parts: Parts) -> None:
    """Let the requests of this application have them."""
    app.ctx.parts = parts


def parts_of(holder: PartsHolder) -> Parts:
    """Where the parts of a request are. Raises AttributeError for an application without any."""
    if isinstance(holder, Parts):
        return holder
    app = holder.app if isinstance(holder, Request) else holder
    return cast(Parts, app.ctx.parts)
