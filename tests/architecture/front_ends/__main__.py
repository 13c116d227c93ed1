"""`python -m tests.architecture.front_ends`: write docs/front-ends.md."""

from mobile_api.app import create_app
from mobile_api.shared.settings.settings import Settings
from tests.architecture.front_ends.register import uses
from tests.architecture.front_ends.table import table
from tests.architecture.sources import ROOT

# No instance is asked anything.
_ANYWHERE = Settings(
    environment="local", database_url="postgres://", redis_url="redis://", secret_key="-" * 43
)

(ROOT / "docs" / "front-ends.md").write_text(table(uses(create_app(_ANYWHERE))))
