"""Made-up draws, computed by the product; `other/draw.mjs` makes up the same ones by itself."""

import hashlib

from mobile_api.draws.proof import algorithm
from mobile_api.draws.proof.algorithm import ListEntry, PublishedIssue

COUNT = 10_000
# What both programs get over all of them, so that each is held to it where the other is not.
DIGEST = "479b646e10b798dde466729366d95056a9c52d445511a5e84235f936731630a7"
_PREFIXES = ("91", "测绘院", "é", "𠮷", "Ａ")


def sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def made_up(index: int) -> tuple[str, str, list[str]]:
    """Seed, hash of the list, winners of one case."""
    data = sha256(f"case {index}")
    entries = [_entry(index, place, data[1] % 2 == 1) for place in range(1 + data[0] % 12)]
    text = algorithm.list_text(entries)
    secret = sha256(f"case {index} secret").hex()
    number, hashed = f"N-{index}", algorithm.list_sha256(text)
    issue = f"2026{index % 1000:03}"
    entropy = algorithm.entropy_text(
        [
            PublishedIssue("ssq", issue, _balls(index), unordered=True),
            PublishedIssue("fc3d", issue, [str(byte % 10) for byte in data[29:]]),
        ]
    )
    commit = algorithm.commitment(number, secret)
    seed = algorithm.seed(number, hashed, commit, secret, entropy)
    picks = algorithm.picks(seed, algorithm.entries_of(text), 1 + data[2] % len(entries))
    return seed, hashed, [one.winner for one in picks]


def _entry(index: int, place: int, is_weighted: bool) -> ListEntry:
    own = sha256(f"case {index} entry {place}")
    return ListEntry(_PREFIXES[own[0] % 5] + own[1:6].hex(), 1 + own[6] % 9 if is_weighted else 1)


def _balls(index: int) -> list[str]:
    found = dict.fromkeys(f"{1 + byte % 33:02}" for byte in sha256(f"case {index} balls"))
    return list(found)[:6]


def digest(count: int = COUNT) -> str:
    """SHA-256 over a line for each case."""
    whole = hashlib.sha256()
    for index in range(count):
        seed, hashed, winners = made_up(index)
        whole.update(f"{seed} {hashed} {','.join(winners)}\n".encode())
    return whole.hexdigest()
