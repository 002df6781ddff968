"""Copy both packages into another project: `python scripts/vendor.py FOLDER`, or `--help`.

Standard library only: it runs in a bare clone.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "wrapper"), str(ROOT / "generated")]

from zendesk_custom_objects.vendoring import main  # noqa: E402

sys.exit(main())
