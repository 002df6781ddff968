"""The SQLite database and its contents."""
