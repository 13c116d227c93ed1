"""nginx.conf is accepted by nginx and fits the application behind it."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.pages.nginx import CONF, NGINX, OPENSSL, adapted
from mobile_api.accounts.errors import PhoneCodeWrong, WrongCredentials
from mobile_api.accounts.proofs.errors import CounterCodeUnknown
from mobile_api.agency_supermarket.errors import WrongOwnerKey
from mobile_api.cases.errors import FactorDoesNotMatch
from mobile_api.openapi import declared_routes
from tests.docker.conftest import run
from tests.stack import Stack
from uploads import policy


def test_nginx_itself_accepts_it_where_there_is_one(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    if not NGINX or not OPENSSL:
        tell("nginx.conf: no nginx here, so only our own rules were checked")
        assert CONF.count("{") == CONF.count("}")
        return
    done = run(NGINX, "-t", "-e", tmp_path / "start.log", "-c", adapted(tmp_path).conf)
    tell(f"nginx.conf: checked by `nginx -t`{'' if os.getuid() == 0 else ' (not as root)'}")
    assert "test is successful" in done.stderr, done.stderr


@pytest.mark.parametrize(
    "place",
    [
        "/yiwang-files/ ",
        r'~ "\^/me/cases/.*/materials/.*/pages/.*" ',
        r'~ "\^/me/market/[^"]*/files/.*?" ',
        r'~ "\^/me/agency/.*/files/.*" ',
    ],
)
def test_the_body_limit_fits_the_largest_file(place: str) -> None:
    block = re.search(rf"location {place}\{{.*?\}}", CONF, re.DOTALL)
    assert block is not None
    limit = re.search(r"client_max_body_size (\d+)m;", block[0])
    assert limit is not None
    assert policy.MOST_MEGABYTES < int(limit[1]) < 2 * policy.MOST_MEGABYTES


def test_no_query_string_is_logged() -> None:
    assert "$request_uri" not in CONF.partition("log_format")[2].partition(";\n")[0]
    assert "$args" not in CONF
    assert "$request " not in CONF


def guesses(method: str, path: str) -> bool:
    """Whether the map of nginx.conf puts such a request into the zone of guesses."""
    block = CONF.partition('map "$request_method:$uri" $guesser {')[2].partition("\n    }")[0]
    patterns = re.findall(r'"~(\^[^"]+)" \$binary_remote_addr;', block)
    assert len(patterns) >= 5
    return any(re.search(pattern, f"{method}:{path}") for pattern in patterns)


def test_the_zone_of_guesses_holds_the_marked_routes_and_no_other(session_stack: Stack) -> None:
    marked = 0
    for method, path, declared, _ in declared_routes(session_stack.app):
        told = path.replace("{", "").replace("}", "")
        for spelling in (told, f"{told}/"):
            assert guesses(method.upper(), spelling) is declared.guessing, (method, path)
        marked += declared.guessing
    assert marked >= 15


_ASK_FOR_A_CODE = {
    ("post", "/api/v1/phone-codes"),
    ("post", "/sign-in/phone"),
    ("post", "/me/sign-in-ways/phone"),
    ("post", "/me/sign-in-ways/merge"),
}


def test_every_door_where_something_short_is_proven_is_marked(session_stack: Stack) -> None:
    wrong = {
        WrongCredentials,
        FactorDoesNotMatch,
        PhoneCodeWrong,
        CounterCodeUnknown,
        WrongOwnerKey,
    }
    for method, path, declared, _ in declared_routes(session_stack.app):
        proves = bool(wrong & set(declared.errors))
        asks_for_a_code = (method, path) in _ASK_FOR_A_CODE
        assert declared.guessing is (proves or asks_for_a_code), path
