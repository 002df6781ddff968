"""Content of attachments, from and to files and streams."""
