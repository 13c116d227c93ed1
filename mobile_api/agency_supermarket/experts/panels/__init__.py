"""Panels (评标委员会) drawn from the register: asked for, confirmed, drawn, seated."""
