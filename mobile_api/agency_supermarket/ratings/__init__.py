"""Ratings (评价) of a finished contract by its two sides: moderated, watched for brushing."""
