"""A synthetic account of the local stack; none of these values exists at Kuaidi100."""

from tests.simulators.kuaidi100.config import Kuaidi100Config

CUSTOMER = "LOCALSTACK0000000000000000000001"
KEY = "LocalStack01"
SALT = "local-stack-salt-0001"


def kuaidi100_config(callback_url: str = "") -> Kuaidi100Config:
    return Kuaidi100Config(customer=CUSTOMER, key=KEY, callback_url=callback_url)


def kuaidi100_settings(url: str) -> dict[str, str]:
    return {
        "kuaidi100_url": url,
        "kuaidi100_customer": CUSTOMER,
        "kuaidi100_key": KEY,
        "kuaidi100_salt": SALT,
    }
