"""`make attack`: what strangers, neighbours, colleagues and bad luck do to a whole stack.

Everything goes over HTTP on loopback, and every part is bounded. Each prints its counts; one fault
makes the exit code 1.
"""
