"""An export with the library: `python -m proofs.exporting URL KEY FILE CHECKPOINT`."""

from __future__ import annotations

import sys
from pathlib import Path

from zendesk_custom_objects import Client

from .services import AUTH


def main(url: str, key: str, path: str, checkpoint: str) -> None:
    if Path(path).exists():
        return  # complete: resuming from the checkpoint would export later changes
    with Client(base_url=url, auth=AUTH) as zendesk:
        zendesk.export_records(key, checkpoint=checkpoint, page_size=200).to_file(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
