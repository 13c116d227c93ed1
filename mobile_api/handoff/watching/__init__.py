"""What operators see and do about handoffs, and the work that is due for them."""
