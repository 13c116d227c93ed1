"""Finding and comparing agencies: by words, by price, days and distance, side by side."""
