"""Records and jobs: what is kept, and every way of changing it."""
