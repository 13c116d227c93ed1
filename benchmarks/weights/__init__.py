"""What each voice of the search weighs, learned from the searches of cities."""
