"""Settings as tests give them: to what opens nothing of them, and to a process of its own."""

import base64
import json
from typing import Any

from mobile_api.shared.settings.settings import PREFIX, Settings


def bare_settings(**values: Any) -> Settings:
    """Of an instance that has only what it must have."""
    least: dict[str, Any] = {
        "environment": "local",
        "database_url": "postgres://h/d",
        "redis_url": "redis://h",
        "secret_key": base64.b64encode(bytes(32)).decode(),
    }
    return Settings(**(least | values))


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as an operator would set them."""
    told = settings.model_dump(mode="json")
    return {
        PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
        for name, value in told.items()
    }
