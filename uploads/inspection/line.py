"""What goes over the sockets between the worker and the processes that inspect."""

import struct

# The most pages, the seconds of processor time; with it comes the socket of the one who asks.
ORDER = struct.Struct("!II")
# The exit code of the inspector, behind all that it said; negative for the signal that ended it.
ENDED = struct.Struct("!i")
