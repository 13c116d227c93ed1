"""Every table that holds something about people: parents before what hangs on them."""

from mobile_api.personal_data.holding import Holding
from mobile_api.personal_data.holdings.accounts import ACCOUNTS
from mobile_api.personal_data.holdings.addresses import ADDRESSES
from mobile_api.personal_data.holdings.cases import CASES
from mobile_api.personal_data.holdings.draws import DRAWS
from mobile_api.personal_data.holdings.enterprises import ENTERPRISES
from mobile_api.personal_data.holdings.handoff import HANDOFF
from mobile_api.personal_data.holdings.market import MARKET
from mobile_api.personal_data.holdings.notifications import NOTIFICATIONS
from mobile_api.personal_data.holdings.own import OWN
from mobile_api.personal_data.holdings.shared import SHARED
from mobile_api.personal_data.holdings.trading import TRADING
from mobile_api.personal_data.holdings.uploads import UPLOADS
from mobile_api.personal_data.holdings.wechat import WECHAT

# Files stand above cases, because a draft must be gone before its files can go. Cases stand above
# notices: who waits for a case that is being worked on then sees what was told because of it.
HOLDINGS: tuple[Holding, ...] = (
    *ACCOUNTS[:1],
    *UPLOADS,
    *CASES,
    *HANDOFF,
    *NOTIFICATIONS,
    *MARKET,
    *TRADING,
    *ADDRESSES,
    *ENTERPRISES,
    *DRAWS,
    *ACCOUNTS[1:],
    *WECHAT,
    *OWN,
    *SHARED,
)
