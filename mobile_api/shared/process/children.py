"""What a process of ours is started with that handles what strangers sent."""

import os
import sys


def environment_without_settings() -> dict[str, str]:
    """Ours without the settings, and with the import path, which may be relative to a folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("YIWANG_")}
    return own | {"PYTHONPATH": os.pathsep.join(sys.path)}
