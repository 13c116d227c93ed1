"""What people must not lose when the local stack restarts, in one small file."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

EVERY_SECONDS = 1.0
State = TypeVar("State", bound=BaseModel)


class StateFile:
    """Named parts, each a pydantic model, written together; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._parts: dict[str, BaseModel] = {}
        self._saved = self._read()
        self._written = ""

    def load(self, name: str, model: type[State]) -> State:
        """The saved part, or a fresh one if there is none that this version can read."""
        try:
            part = model.model_validate(self._saved.get(name, {}))
        except ValidationError:
            sys.stderr.write(f"the saved state of {name} is of another version: starting afresh\n")
            part = model()
        self._parts[name] = part
        return part

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """While the block runs, write what has changed once a second, and at the end."""
        task = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            self.save()

    def save(self) -> None:
        """Write a changed state; a reader, or a crash, meets the old file or the new one."""
        if self._path is None:
            return
        text = json.dumps(
            {name: part.model_dump(mode="json") for name, part in self._parts.items()},
            ensure_ascii=False,
        )
        if text == self._written:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=self._path.parent, delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(self._path)
        self._written = text

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            self.save()

    def _read(self) -> dict[str, object]:
        if self._path is None or not self._path.exists():
            return {}
        try:
            saved = json.loads(self._path.read_text(encoding="utf-8"))
        except ValueError:
            sys.stderr.write(f"{self._path.name} is not readable: starting afresh\n")
            return {}
        return saved if isinstance(saved, dict) else {}
