"""What the platform signs, so that anybody can check without it: receipts of bids and the like."""
