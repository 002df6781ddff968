# Generated from _async/bulk/__init__.py by scripts/generate.py: do not edit.
"""Changes to any number of records."""
