"""The catalogue of intermediary services: trades, service types, what each asks of an agency."""
