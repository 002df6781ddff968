"""What a bulk run decides: plain functions and values."""
