"""`python -m zendesk_custom_objects` is `zco`: a copy in another project has no other way in."""

from .cli import main

if __name__ == "__main__":
    main()
