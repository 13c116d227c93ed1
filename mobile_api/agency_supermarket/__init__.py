"""The online agency supermarket (中介超市): agencies, needs, bids, selection."""
