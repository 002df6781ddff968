"""Records in files: CSV, JSON Lines, Parquet and Arrow.

`to_file` of the records that a client lists, finds or exports writes them; `read_items` reads what
`create_records` and the like take. Both go through a file a page or row at a time.

The columns are `id`, `name` and `external_id`, a column for each custom field, `created_at`,
`updated_at`, `created_by_user_id` and `updated_by_user_id`, and `deleted` where an export has the
deleted records in it. A custom field whose key is one of these names is the column
`custom_object_fields.KEY`. What the service does not document (the values of currency fields) is
JSON.

CSV is in UTF-8, with commas and a header. An empty value is none, `""` is the empty text. A list is
written `a;b`, or as a JSON array where that would be read as something else; `[]` is the list
without items. Text is never changed: what begins with `=` is a formula to a spreadsheet program.
Parquet and Arrow files need the extra `arrow`.
"""

from __future__ import annotations

from .formats import Format
from .output import Written
from .reading import ItemReader, read_items

__all__ = ["Format", "ItemReader", "Written", "read_items"]
