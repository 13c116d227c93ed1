"""Contracts (合同): signed after an award, served, delivered, accepted, kept on time or late."""
