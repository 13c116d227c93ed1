"""What a customer is given by Kuaidi100, and how the simulated service behaves."""

from dataclasses import dataclass


@dataclass
class Kuaidi100Config:
    """`callback_url` is the product's origin; empty means that nothing is pushed.

    A push goes to the path that the subscription named, at that origin. Waits are seconds of the
    clock, `push_cut_off_seconds` are real ones. What the field does in an unpublished way is a
    switch: `locked_code` for a number asked twice in half an hour.
    """

    customer: str
    key: str
    callback_url: str = ""
    lock_seconds: float = 1_800.0
    locked_code: str = "502"
    is_expired: bool = False
    subscriptions_a_month: int = 4
    first_push_seconds: float = 900.0
    give_up_seconds: float = 3 * 86_400.0
    push_cut_off_seconds: float = 10.0
    push_retry_waits: tuple[float, ...] = (1_800.0, 2_100.0, 1_950.0)
    refused_carriers: tuple[str, ...] = ("refused",)
    phone_carriers: tuple[str, ...] = ("shunfeng", "zhongtong")
