"""Permissions of a caller on the records of an object."""
