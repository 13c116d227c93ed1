"""Two whole cities for benchmarks: their processes, the line between them, their cases."""
