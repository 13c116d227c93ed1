"""Counters, latencies and gauges of telling people, for `/metrics`."""

from prometheus_client import Counter, Gauge, Histogram

from notifications.models import ChannelName

deliveries_total = Counter(
    "yiwang_deliveries_total", "Tries by how they went.", ["channel", "state", "reason"]
)
told_seconds = Histogram(
    "yiwang_delivery_seconds",
    "Time from the event to the message being sent.",
    ["channel"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 600, 3600, 86_400),
)
in_flight = Gauge("yiwang_deliveries_in_flight", "Messages on their way now.", ["channel"])
gate_closed = Gauge("yiwang_sending_gate_closed", "1 while a quota is closed.", ["quota"])
receipts_total = Counter("yiwang_delivery_receipts_total", "Receipts.", ["outcome"])


def observe(channel: ChannelName, state: str, reason: str, waited: float) -> None:
    """Count one try; `waited`: seconds since the event."""
    deliveries_total.labels(channel.value, str(state), reason).inc()
    if state == "sent":
        told_seconds.labels(channel.value).observe(waited)
