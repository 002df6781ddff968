"""Other people's clients, driven against a served sandbox."""
