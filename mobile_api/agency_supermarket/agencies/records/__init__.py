"""Records of agencies (业绩): what they finished and how they were rated, as lists sort by it."""
