"""Whom a matter of the market is for, among those whom a person may act for."""
