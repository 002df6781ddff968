"""Decisions of bulk runs, as plain functions and values."""
