"""Content of files: read while it is uploaded, written while it is downloaded."""
