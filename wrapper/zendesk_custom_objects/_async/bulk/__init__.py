"""Changes to any number of records."""
