"""The pages of an agency: into the market, bids, contracts, credit. No script needed."""
