"""Objections and complaints (异议与投诉) about a need: to its owner first, then to the desk."""
