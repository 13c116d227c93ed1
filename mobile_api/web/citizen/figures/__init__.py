"""The page of the market's figures, and its plots."""
