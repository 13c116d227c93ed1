"""A copy of docker/ with everything that a person adds to it."""

import shutil
import subprocess
from pathlib import Path

import pytest

DOCKER = Path(__file__).resolve().parents[2] / "docker"
SECRETS = (
    "database_password",
    "database_url",
    "cache_password",
    "redis_url",
    "store_user",
    "store_password",
    "s3_url",
    "secret_key",
    "wechat_mini_program_secret",
    "ems_authorization",
    "ems_sign_key",
    "tls.crt",
    "tls.key",
)


@pytest.fixture
def docker(tmp_path: Path) -> Path:
    """As docker/README.md says: settings filled in, secrets in files, a certificate."""
    folder = shutil.copytree(DOCKER, tmp_path / "docker", ignore=shutil.ignore_patterns("secrets"))
    shutil.copy(folder / "yiwang.env.example", folder / "yiwang.env")
    (folder / "secrets").mkdir()
    for name in SECRETS:
        (folder / "secrets" / name).write_text("x")
    return folder


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, timeout=60
    )
