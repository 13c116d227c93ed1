"""Evaluation experts (评标专家): the register that the desk keeps; panels are drawn from it."""
