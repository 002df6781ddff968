"""Proofs that take too long for the tests; `durability.py` runs them."""
