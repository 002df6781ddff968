# Generated from _async/bulk/__init__.py by scripts/generate.py: do not edit.
"""Any number of records at once."""
