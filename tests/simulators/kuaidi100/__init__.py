"""Kuaidi100: queries, subscriptions and pushes of tracks of every carrier."""

from tests.simulators.kuaidi100.app import create_app

__all__ = ["create_app"]
