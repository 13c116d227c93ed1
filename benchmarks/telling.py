"""What the benchmarks of notifications start: servers, a stub of WeChat, people, a real worker."""

import base64
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.application import running
from benchmarks.wechat_stub import COUNTS, MESSAGES
from mobile_api.embedded import temporary_servers
from mobile_api.embedded.home import free_port
from mobile_api.shared import clock
from mobile_api.shared.database import DATABASE, in_transaction
from mobile_api.shared.ids import new_id
from mobile_api.shared.process.parts import Parts, open_parts
from mobile_api.shared.settings.settings import Settings
from notifications.service import notify
from wechat.models import WechatBinding, hash_of_openid

MINI_PROGRAM, OFFICIAL_ACCOUNT = "wxbenchmark0000001", "wxbenchmark0000002"
EVENT = "posted"
PATIENCE_SECONDS = 600.0


@dataclass(frozen=True)
class City:
    """A database with people in it, a stub of WeChat, and how to start a worker between them."""

    settings: Settings
    environment: dict[str, str]
    stub: str

    def worker(self) -> subprocess.Popen[bytes]:
        """`yiwang worker`, as an operator would start it."""
        command = [sys.executable, "-m", "mobile_api.cli", "worker"]
        return subprocess.Popen(command, env=os.environ | self.environment)

    def counts(self) -> dict[str, int]:
        """How much WeChat has taken; see `wechat_stub`."""
        return dict(self._asked(COUNTS))

    def messages(self) -> list[tuple[str, str, int]]:
        """Interface, number, and how often, of every message that WeChat has taken."""
        return [(path, number, times) for path, number, times in self._asked(MESSAGES)]

    def _asked(self, path: str) -> Any:
        with urllib.request.urlopen(self.stub + path, timeout=30) as answer:
            return json.load(answer)

    def opened(self) -> AbstractAsyncContextManager[Parts]:
        """Let this process tell people, as the API does."""
        return open_parts(self.settings, DATABASE)


@contextmanager
def city(*, latency: float, reset_share: float = 0.0, **settings: str) -> Iterator[City]:
    """Real PostgreSQL and Valkey, migrated and empty, and the stub; gone when the block ends."""
    with ExitStack() as parts:
        servers = parts.enter_context(temporary_servers(say=lambda line: None))
        port = free_port()
        stub = f"http://127.0.0.1:{port}"
        values: dict[str, Any] = {
            "environment": "local",
            "database_url": servers.database_url,
            "redis_url": servers.redis_url,
            "wechat_api_url": stub,
            "quiet_hours": "",
            "secret_key": base64.b64encode(os.urandom(32)).decode(),
            "log_level": "ERROR",
            "wechat_mini_program_app_id": MINI_PROGRAM,
            "wechat_mini_program_secret": "secret",
            "wechat_templates": json.dumps({EVENT: "template"}),
            "ems_sign_key": base64.b64encode(bytes(16)).decode(),
            "ems_sender_number": "1",
            "ems_authorization": "1",
        } | settings
        environment = {f"YIWANG_{name.upper()}": value for name, value in values.items()}
        command = [sys.executable, "-m", "mobile_api.cli", "migrate"]
        subprocess.run(command, env=os.environ | environment, check=True, capture_output=True)
        command = [sys.executable, "-m", "benchmarks.wechat_stub", str(port), str(latency)]
        asked = f"{stub}{COUNTS}"
        parts.enter_context(running([*command, str(reset_share)], asked, dict(os.environ)))
        yield City(Settings(**values), environment, stub)


async def people(number: int, *app_ids: str) -> list[UUID]:
    """New people, each with an account in every app."""
    person_ids = [new_id() for _ in range(number)]
    now = clock.now()
    bindings = [
        WechatBinding(
            id=new_id(),
            person_id=person_id,
            app_id=app_id,
            openid=f"o{app_id}{person_id.hex}",
            openid_hash=hash_of_openid(f"{app_id}{person_id.hex}"),
            created_at=now,
            last_seen_at=now,
        )
        for person_id in person_ids
        for app_id in app_ids
    ]
    await WechatBinding.bulk_create(bindings, batch_size=2_000)
    return person_ids


async def tell(person_ids: Sequence[UUID], first: int, event: str = EVENT) -> None:
    """One event for each, numbered from `first`, in one transaction."""
    async with in_transaction():
        for number, person_id in enumerate(person_ids, first):
            data = {
                "item_name": "普通护照换发",
                "case_number": str(number),
                "waybill_number": str(number),
                "accepted_on": "2026年11月3日",
                "due_on": "2026年11月30日",
            }
            subject = f"case:{number}"
            await notify(person_id, event, data, subject=subject, dedupe_key=subject)


def resident_megabytes(pid: int) -> float:
    """Memory of a process; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
