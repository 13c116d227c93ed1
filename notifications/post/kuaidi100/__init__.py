"""Kuaidi100 as a carrier that only tracks: the numbers with which people post materials to us."""
