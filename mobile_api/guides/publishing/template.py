"""The catalogue of two items that a city's clerk begins with."""

from pathlib import Path

TEMPLATE = Path(__file__).with_name("template.json")
