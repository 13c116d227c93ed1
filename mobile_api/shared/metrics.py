"""Counters and latencies for `/metrics` (Prometheus client library)."""

from prometheus_client import Counter, Gauge, Histogram

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

requests_total = Counter("yiwang_http_requests_total", "Answered requests.", ["route", "status"])
request_seconds = Histogram(
    "yiwang_http_request_seconds", "Time to answer a request.", ["route"], buckets=_BUCKETS
)
due_work_total = Counter(
    "yiwang_due_work_total", "Claimed rows by how each went.", ["kind", "outcome"]
)
due_work_seconds = Histogram(
    "yiwang_due_work_seconds", "Time from due to done.", ["kind"], buckets=(*_BUCKETS, 30, 60, 600)
)
due_backlog = Gauge("yiwang_due_backlog", "Rows that are due now, ten thousand at most.", ["kind"])
due_oldest_seconds = Gauge(
    "yiwang_due_oldest_seconds", "For how long the oldest due row has been due.", ["kind"]
)
due_faults = Gauge(
    "yiwang_due_faults", "Rows whose last try failed: failing yet, or ended.", ["kind", "standing"]
)
loop_failures_total = Counter("yiwang_loop_failures_total", "Steps that failed.", ["loop"])
provider_seconds = Histogram(
    "yiwang_provider_seconds",
    "Time of one call to a provider.",
    ["provider", "call", "outcome"],
    buckets=_BUCKETS,
)
unreadable_events_total = Counter(
    "yiwang_unreadable_events_total",
    "Events in a provider's answer that nobody can read.",
    ["provider"],
)
partner_refusals_total = Counter(
    "yiwang_partner_refusals_total", "Calls of other cities that were refused, by code.", ["code"]
)
handoff_waiting = Gauge(
    "yiwang_handoff_waiting", "Messages that wait for a partner's answer.", ["partner"]
)
handoff_waiting_seconds = Gauge(
    "yiwang_handoff_waiting_seconds", "For how long the oldest of them has waited.", ["partner"]
)
handoff_undeliverable = Gauge(
    "yiwang_handoff_undeliverable", "Messages to a partner that were given up.", ["partner"]
)
handoff_problems = Gauge(
    "yiwang_handoff_problems", "Open handoffs that staff have to look after.", ["partner"]
)
handoff_key_days = Gauge(
    "yiwang_handoff_key_days",
    "Days until no key of a partner, or of this city (`own`), is good any more.",
    ["owner", "use"],
)
meaning_questions_total = Counter(
    "yiwang_meaning_questions_total",
    "Searches that asked what is near in meaning: answered, or done without (late, full,"
    " unavailable).",
    ["outcome"],
)
broken_histories_total = Counter(
    "yiwang_broken_histories_total", "Readings of a history that does not hold.", ["log"]
)
history_verified_seconds = Gauge(
    "yiwang_history_verified_timestamp_seconds",
    "When all histories were last verified and none had a fault, in seconds since 1970.",
)
history_faults = Gauge("yiwang_history_faults", "Faults that the last verification found.")
unreadable_values_total = Counter(
    "yiwang_unreadable_values_total", "Readings of a stored value that cannot be read.", ["table"]
)
worker_alive = Gauge("yiwang_worker_alive", "1 while the background loops run.")


def observe_request(route: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the handler's name, never the address."""
    requests_total.labels(route, str(status)).inc()
    request_seconds.labels(route).observe(seconds)
