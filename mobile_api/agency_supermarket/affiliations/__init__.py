"""Affiliations (关联关系): who stands behind an agency, and whom an owner is related to."""
