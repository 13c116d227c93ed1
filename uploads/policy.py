"""What bounds a file and its life; what a city may set of it stands in `rules`."""

from datetime import timedelta

MEGABYTE = 1024 * 1024
# The most that a city may allow: what the proxies, the scanner and the inspection are made for.
MOST_MEGABYTES = 20
MOST_PAGES = 200
MAX_NAME = 200

# A phone of 64 megapixels makes 9248 x 6936. What unfolds to more is a bomb or a poster.
MAX_PIXELS = 65_000_000
# JPEG can be read at half its size: also phones of 108 and 200 megapixels send a page to read.
MAX_JPEG_PIXELS = 210_000_000
# A larger WebP is kept at half its size: to write it whole would take 24 seconds of processor.
MAX_WEBP_PIXELS = 25_000_000

# Of what a document unfolds to, for the inspection and for the reader at the counter alike. The
# longest single part is a page of A3 scanned in colour at 600 dpi.
MAX_UNFOLDED_PART = 256 * MEGABYTE
MAX_UNFOLDED = 1024 * MEGABYTE
# An image in memory: a plan of A0 in colour at 300 dpi.
MAX_IMAGE_BYTES = 512 * MEGABYTE
# Objects inside objects: a tagged document of 200 pages comes to a quarter of it.
MAX_NODES = 1_000_000
MAX_OFD_ENTRIES = 2_000
MAX_OFD_BYTES = 100 * MEGABYTE
MAX_OFD_ELEMENTS = 1_000_000

MAX_OPEN = 50
MAX_PER_HOUR = 300

# Long enough for 10 MB at 6 KB/s, the far end of a village.
TICKET_LIFETIME = timedelta(minutes=30)
# A ticket is told again while enough of its life is left to send the file by; then comes a new one.
TICKET_REPEATED_FOR = TICKET_LIFETIME / 2
LINK_LIFETIME = timedelta(minutes=10)
# An upload that nobody finished, and a clean or refused file that nobody submitted.
UNFINISHED_KEPT = timedelta(days=1)
UNUSED_KEPT = timedelta(days=7)
