"""Figures of the market (市场统计): of a year and a trade, counted once a day."""
