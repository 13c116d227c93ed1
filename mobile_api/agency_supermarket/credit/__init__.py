"""Credit of agencies (信用): what counts for and against each, and what follows from it."""
