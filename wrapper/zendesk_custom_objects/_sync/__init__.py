# Generated from _async/__init__.py by scripts/generate.py: do not edit.
"""The asynchronous client, written by hand; the synchronous one is generated from it."""
