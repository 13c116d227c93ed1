"""Real servers on a laptop: PostgreSQL, Valkey and the whole stack as child processes."""

from mobile_api.embedded.errors import EmbeddedFault
from mobile_api.embedded.home import Home, Stack
from mobile_api.embedded.postgres import EmbeddedPostgres
from mobile_api.embedded.supervisor import up
from mobile_api.embedded.temporary import borrowed_stack, temporary_servers
from mobile_api.embedded.valkey import EmbeddedValkey

__all__ = [
    "EmbeddedFault",
    "EmbeddedPostgres",
    "EmbeddedValkey",
    "Home",
    "Stack",
    "borrowed_stack",
    "temporary_servers",
    "up",
]
