"""The pages of the market: services, agencies, needs, draws. No script needed."""
