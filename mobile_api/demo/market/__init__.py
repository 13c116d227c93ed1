"""The demo city's market (中介超市): agencies and needs as their own people brought them in."""
