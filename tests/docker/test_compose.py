"""compose.yaml keeps the promises that docker/README.md makes."""

import base64
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mobile_api.shared.settings.settings import PREFIX, Settings
from tests.docker.conftest import DOCKER, SECRETS, run

Compose = dict[str, Any]
OURS = ("migrate", "api", "worker")


@pytest.fixture
def compose() -> Compose:
    loaded: Compose = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return loaded


def test_docker_itself_accepts_it_where_there_is_one(
    docker: Path, tell: Callable[[str], None]
) -> None:
    program = shutil.which("docker-compose")
    command = [program] if program else ["docker", "compose"]
    if not program and (not shutil.which("docker") or run(*command, "version").returncode):
        tell("compose.yaml: no docker compose here, so its structure is checked by our own rules")
        assert yaml.safe_load((docker / "compose.yaml").read_text())["services"]
        return
    done = run(*command, "-f", docker / "compose.yaml", "config", "--quiet")
    tell("compose.yaml: checked by `docker compose config`")
    assert (done.returncode, done.stderr) == (0, "")


def test_every_setting_in_it_is_one_of_ours(compose: Compose) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    example = (DOCKER / "yiwang.env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in example if line and not line.startswith("#")}
    for name in OURS:
        named |= {key.removesuffix("_FILE") for key in compose["services"][name]["environment"]}
    assert named <= known


def test_migration_runs_once_and_before_the_others(compose: Compose) -> None:
    services = compose["services"]
    assert services["migrate"]["restart"] == "no"
    for name in ("api", "worker"):
        condition = services[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_nothing_of_ours_runs_as_root_or_writes_where_it_likes(compose: Compose) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_nginx_can_be_reached_from_outside(compose: Compose) -> None:
    services = compose["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("database", "cache", "store"):
        assert services[name]["networks"] == ["inside"]


def test_secrets_are_files_that_the_readme_names(compose: Compose) -> None:
    files = {Path(secret["file"]).name for secret in compose["secrets"].values()}
    assert files == set(SECRETS)
    readme = (DOCKER / "README.md").read_text()
    assert [name for name in SECRETS if name not in readme] == []
    used = {name for service in compose["services"].values() for name in service.get("secrets", [])}
    assert used == set(compose["secrets"])


def test_everything_that_stays_up_is_asked_for_its_health(compose: Compose) -> None:
    silent = {n for n, service in compose["services"].items() if "healthcheck" not in service}
    assert silent == {"migrate", "worker"}


def test_images_are_pinned(compose: Compose) -> None:
    images = [service["image"] for service in compose["services"].values()]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_filled_in_as_the_readme_says_production_starts(compose: Compose) -> None:
    told: dict[str, str] = {}
    for line in (DOCKER / "yiwang.env.example").read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            told[name] = value or FILLED[name]
    for name, value in compose["services"]["api"]["environment"].items():
        secret = name.removesuffix("_FILE")
        told[secret] = value if secret == name else FILLED[secret]
    values = {name.removeprefix(PREFIX).lower(): value for name, value in told.items()}
    settings = Settings.model_validate(values)
    assert (settings.environment, settings.storage) == ("production", "s3")


FILLED = {
    "YIWANG_WECHAT_MINI_PROGRAM_APP_ID": "wx0123456789abcdef",
    "YIWANG_WECHAT_CALLBACK_TOKEN": secrets.token_hex(16),
    "YIWANG_WECHAT_CALLBACK_AES_KEY": secrets.token_hex(32)[:43],
    "YIWANG_EMS_SENDER_NUMBER": "1100000000001",
    "YIWANG_DATABASE_URL": "postgres://yiwang:x@database:5432/yiwang",
    "YIWANG_REDIS_URL": "redis://:x@cache:6379/0",
    "YIWANG_S3_URL": "http://yiwang:x@store:9000/yiwang-files",
    "YIWANG_SECRET_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    "YIWANG_WECHAT_MINI_PROGRAM_SECRET": secrets.token_hex(16),
    "YIWANG_EMS_AUTHORIZATION": secrets.token_hex(16),
    "YIWANG_EMS_SIGN_KEY": secrets.token_hex(12),
}
