"""Retries double, have a longest wait, and always end."""

from datetime import timedelta

import pytest

from mobile_api.shared.due.retries import Retry

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def test_waits_double_up_to_the_longest() -> None:
    retry = Retry(first=SECOND, longest=timedelta(seconds=5), tries=9)
    waits = [retry.wait(failures).total_seconds() for failures in (1, 2, 3, 4, 5, 10_000)]
    assert waits == [1, 2, 4, 5, 5, 5]


def test_a_spread_wait_stays_near() -> None:
    retry = Retry(first=HOUR, longest=HOUR, tries=9, spread=0.2)
    waits = {retry.wait(1) for _ in range(50)}
    assert len(waits) > 1
    assert all(0.8 * HOUR <= wait <= 1.2 * HOUR for wait in waits)


def test_it_ends_by_number_or_by_time() -> None:
    retry = Retry(first=SECOND, longest=HOUR, tries=3, until=HOUR)
    assert not retry.is_over(2, timedelta(minutes=59))
    assert retry.is_over(3, SECOND)
    assert retry.is_over(1, HOUR)


def test_without_an_end_there_is_no_policy() -> None:
    with pytest.raises(ValueError, match="without an end"):
        Retry(first=SECOND, longest=HOUR)
