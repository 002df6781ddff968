"""Records in files: CSV, JSON Lines, Parquet and Arrow.

`to_file` of the records that a client lists, finds or exports writes them; `read_items` reads items
for `create_records` and the like. Both go through a file page by page, or row by row.

The columns are `id`, `name` and `external_id`, a column for each custom field, `created_at`,
`updated_at`, `created_by_user_id` and `updated_by_user_id`, and `deleted` where an export includes
deleted records. A custom field whose key is one of these names is the column
`custom_object_fields.KEY`. Values without a documented shape (those of currency fields) are JSON.

CSV is in UTF-8, with commas and a header. An empty cell is null, `""` is the empty text in a column
of text and null in any other, and always in `id` and `external_id`. A list is written `a;b`, or as
a JSON array where that would be read as something else; `[]` is the empty list. Text is never
changed: a value that begins with `=` is a formula to a spreadsheet program. Parquet and Arrow files
need the extra `arrow`.
"""

from __future__ import annotations

from .formats import Format
from .output import Written
from .reading import ItemReader, read_items

__all__ = ["Format", "ItemReader", "Written", "read_items"]
