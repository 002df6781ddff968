"""Exports an object to a file in a process of its own, and prints a line after each page.

python exporting.py URL FILE CHECKPOINT PAGE_SIZE
"""

from __future__ import annotations

import sys

from zendesk_custom_objects import ApiToken, Client

if __name__ == "__main__":
    url, file, checkpoint, page_size = sys.argv[1:]
    with Client(base_url=url, auth=ApiToken("admin@example.com", "sandbox")) as zendesk:
        zendesk.export_records("boat", checkpoint=checkpoint, page_size=int(page_size)).to_file(
            file, on_progress=lambda written: print(written.records, flush=True)
        )
