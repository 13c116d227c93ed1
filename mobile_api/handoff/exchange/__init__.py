"""The signed line between cities: who asks and what they signed, how we ask, what was seen."""
