"""`python -m benchmarks [NAME ...]`: what `yiwang bench` becomes in a checkout."""

import sys

from benchmarks import run_benchmarks

if __name__ == "__main__":
    sys.exit(run_benchmarks(sys.argv[1:]))
