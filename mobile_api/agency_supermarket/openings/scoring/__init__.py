"""Scoring (评分): the experts of a panel read proposals without names and give points, once."""
