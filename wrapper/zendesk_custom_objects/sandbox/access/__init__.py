"""What a caller is allowed to do with the records of an object."""
