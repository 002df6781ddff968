"""Puts drawings into the page itself, so that they take its colours, light and dark.

A drawing is an ordinary image in Markdown, `![what it shows](pictures/layers.svg)`, and is shown as
one wherever pages are read without Sphinx. Its colours are custom properties that fall back to its
own when the page has none.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


class InlineDrawings(SphinxTransform):
    """Replaces each local SVG image by its markup."""

    default_priority = 400  # before images are collected and copied

    def apply(self, **_: Any) -> None:
        for image in list(self.document.findall(nodes.image)):
            uri = image["uri"]
            if "://" in uri or not uri.endswith(".svg"):
                continue
            relative, path = self.env.relfn2path(uri, self.env.docname)
            self.env.note_dependency(relative)
            image.replace_self(nodes.raw("", _figure(Path(path), image["alt"]), format="html"))


def _figure(path: Path, shows: str) -> str:
    svg = path.read_text(encoding="utf-8")
    start = svg.index("<svg")
    label = escape(shows, quote=True)
    return (
        '<figure class="drawing">'
        f'<svg role="img" aria-label="{label}"{svg[start + len("<svg") :]}'
        "</figure>"
    )


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(InlineDrawings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
