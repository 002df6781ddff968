"""How Sphinx builds the documentation. Nothing is fetched from the network."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS / "extensions")]

from zendesk_custom_objects import __version__  # noqa: E402

project = "zendesk-custom-objects"
author = "The authors of zendesk-custom-objects"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
extensions += [
    "inline_svg",
    "members",
    "operation_tables",
    "signatures",
]  # our own
exclude_patterns = ["_build"]

highlight_language = "none"  # of blocks that name none
pygments_dark_style = "github-dark"  # the default underlines modules like links

html_theme = "furo"
html_title = f"zendesk-custom-objects {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Docstrings name things in single backticks: a link where there is something to link to.
default_role = "py:obj"
autoclass_content = "both"
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
toc_object_entries_show_parents = "hide"
python_display_short_literal_types = True
python_maximum_signature_line_length = 88

nitpicky = True
nitpick_ignore_regex = [
    ("py:obj", "(?s).*"),  # most names in backticks are no objects of this package
    # The standard library's, whose own documentation is elsewhere.
    ("py:class", r"(collections|datetime|decimal|enum|os|pathlib|types|typing)\..*"),
    (
        "py:class",
        r"builtins\..*|(dataclasses\.)?InitVar|AbstractContextManager|PathLike|Enum|date|Decimal",
    ),
    # What callers give as plain values, or never name.
    ("py:class", r"(.*\.)?[TFR]"),
    ("py:class", r"Application|Engine|Router"),  # of the sandbox's inside
    ("py:class", r"zendesk_custom_objects_api\..*|(?!zendesk_custom_objects\.)[a-z_]+\.\w+"),
]
