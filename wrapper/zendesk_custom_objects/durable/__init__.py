"""Progress on disk: journals, checkpoints, and files that are replaced as a whole."""
