"""Records and jobs: reading them, and every way of changing them."""
