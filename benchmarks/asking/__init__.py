"""How well what people ask is understood."""
