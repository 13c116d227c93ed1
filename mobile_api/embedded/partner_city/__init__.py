"""The second city of a machine: beside a stack, or as a sandbox by itself."""
