"""People in danger are told whom to call and what to do first, above whatever else is found.

`emergencies.json` is the data, its words those of people: dialects, pinyin, English, sentences
that name no danger at all. A kind is met by a word, a pattern of its `signs` ({spouse} stands
for any word of that group), or all groups of an entry of `together`, in any order.
"""

from mobile_api.guides.search.emergencies.hearing import LONGEST_TOLD, find_emergency, hear
from mobile_api.guides.search.emergencies.rules import Emergency, purposes, words_of_danger

__all__ = [
    "LONGEST_TOLD",
    "Emergency",
    "find_emergency",
    "hear",
    "purposes",
    "words_of_danger",
]
