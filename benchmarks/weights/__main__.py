"""`python -m benchmarks.weights CATALOGUE.json SEARCHES.json [...]`."""

import sys

from benchmarks.weights.learning import main

main(sys.argv[1:])
