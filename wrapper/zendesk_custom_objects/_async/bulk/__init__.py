"""Any number of records at once."""
