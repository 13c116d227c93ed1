"""The pages of who needs an agency."""
