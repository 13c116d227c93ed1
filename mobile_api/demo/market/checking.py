"""What anybody checks of a need without the platform: its draw, its receipts, every sealed bid."""

import asyncio
import base64
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyrage

from mobile_api.demo.context import expect
from mobile_api.demo.people import StepFailed
from mobile_api.shared.settings.settings import PREFIX

# How a comparison that holds begins in what the verifier prints.
_HOLDS = "✓"


async def verify_record(record: Mapping[str, Any]) -> int:
    """`yiwang verify FILE` over a published record, in a process that knows no stack.

    Answers how many comparisons held. Raises StepFailed where anything differs.
    """
    bare = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record.json"
        file.write_text(json.dumps(record, ensure_ascii=False))
        command = (sys.executable, "-m", "mobile_api.cli", "verify", str(file))
        done = await asyncio.create_subprocess_exec(
            *command, env=bare, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        output, _ = await done.communicate()
    lines = output.decode().strip().splitlines()
    if done.returncode:
        raise StepFailed("公布的记录核对不符:" + ";".join(lines[-3:]))
    return sum(line.startswith(_HOLDS) for line in lines)


def open_again(opening: Mapping[str, Any]) -> int:
    """Every published bid, by the two published keys alone; how many they are.

    Raises StepFailed where another price comes out than was published.
    """
    keys = [opening[name] for name in ("platform_identity", "owner_identity")]
    for bid in opening["bids"]:
        content = base64.b64decode(bid["sealed"])
        for key in keys:
            try:
                content = pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(key)])
            except pyrage.DecryptError:
                raise StepFailed("公布的密钥打不开公布的报价") from None
        expect(json.loads(content)["price_fen"], bid["price_fen"], f"{bid['agency_name']}的报价")
    return len(opening["bids"])
