"""What an agreement customer is given by EMS, and how the simulated platform behaves."""

from dataclasses import dataclass


@dataclass
class EmsConfig:
    """`callback_url` is the product's origin; empty means that no track is pushed.

    `push_cut_off_seconds` are real seconds; `push_retry_waits` are seconds of the clock. The
    switches at the end stand for what the field does in more than one way. An address that holds
    one of `no_pickup_words` or `no_delivery_words` is out of EMS's range.
    """

    sender_number: str
    authorization: str
    sign_key: str
    waybill_prefix: str = "11"
    callback_url: str = ""
    callback_path: str = "/hooks/ems"
    push_cut_off_seconds: float = 10.0
    push_retry_waits: tuple[float, ...] = (300.0, 1_800.0, 7_200.0)
    max_skew_seconds: float | None = 600.0
    silent_minutes: float = 0.0
    result_as_text: bool = True
    repeated_order_is_error: bool = False
    push_as_form: bool = False
    push_with_key_suffix: bool = False
    push_with_sub_codes: bool = False
    label_always_as_url: bool = False
    no_pickup_words: tuple[str, ...] = ("离岛",)
    no_delivery_words: tuple[str, ...] = ("无人区",)
