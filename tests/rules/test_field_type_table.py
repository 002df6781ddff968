"""The table of field types; no other code depends on their names (facts 3.2, 4.2, 4.3, 6.5)."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import pytest

from tests.rules.sources import modules
from zendesk_custom_objects._generated import load_field_types
from zendesk_custom_objects.rules.field_types import (
    FIELD_TYPES,
    UNKNOWN_TYPE,
    FieldType,
    field_type,
    types_with,
)
from zendesk_custom_objects.sandbox.field_types import EMULATED_TYPES, EmulatedType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

TYPES: Final = load_field_types()
TARGET: Final = "relationship_target_type"
CURRENCIES: Final = "properties.allowed_currencies"
ROLL_UP: Final = (
    "properties.rollup_child_object properties.rollup_aggregation_type"
    " properties.rollup_aggregated_field properties.rollup_filter_criteria"
)
SAME: Final = "$eq $noteq $exists"
ORDER: Final = f"{SAME} $gt $gte $lt $lte"
WORDS: Final = f"{SAME} $contains $notcontains"
RULE: Final = "is is_not present not_present"
RULE_ORDER: Final = f"{RULE} greater_than less_than greater_than_equal less_than_equal"

# By type: the kind of its column, the operators of filters (in brackets where no source lists
# them) and those of access rules, the format in definitions, what only its definitions can have
# (what they must have, with an exclamation mark), and whatever else is true of it.
FACTS: Final[dict[str, tuple[str, str, str, str, str, str]]] = {
    "text": ("text", WORDS, RULE, "text", "", "searched"),
    "textarea": ("text", WORDS, RULE, "text", "", "searched"),
    "checkbox": ("boolean", "$eq", "", "list", "tag", ""),
    "currency": ("json", f"({ORDER} $in $notin)", "", "text", f"{CURRENCIES}!", "ordered"),
    "date": ("date", ORDER, RULE_ORDER, "date", ROLL_UP, "ordered"),
    "integer": ("integer", f"{ORDER} $in $notin", RULE_ORDER, "number", ROLL_UP, "ordered"),
    "decimal": ("decimal", f"{ORDER} $in $notin", RULE_ORDER, "number", ROLL_UP, "ordered"),
    "regexp": ("text", f"({WORDS})", RULE, "text", "regexp_for_validation", "searched"),
    "dropdown": ("text", WORDS, RULE, "list", "custom_field_options", "options"),
    "lookup": (
        "text",
        SAME,
        f"{RULE} matches not_matches",
        "autocomplete",
        f"{TARGET}! relationship_filter",
        "reference",
    ),
    "multiselect": (
        "list",
        f"{WORDS} $in $notin",
        "includes not_includes present not_present",
        "list",
        "custom_field_options",
        "list options",
    ),
    "parent": (
        "text",
        f"({SAME})",
        "",
        "text",
        f"{TARGET}! relationship_filter properties.cascade_permissions_enabled",
        "reference parent",
    ),
}


@pytest.mark.parametrize("key", TYPES)
def test_every_type_of_the_contract_has_every_facet(key: str) -> None:
    kind, filters, access, definition_format, own, words = FACTS[key]
    known = FIELD_TYPES[key]
    assert known.key == key
    assert known.kind == kind
    assert set(known.filter_operators) == set(filters.strip("()").split())
    assert known.are_filter_operators_documented is not filters.startswith("(")
    assert set(known.access_operators) == set(access.split())
    assert known.definition_format == definition_format
    assert set(known.own_properties) == {each.rstrip("!") for each in own.split()}
    assert set(known.mandatory_properties) == {
        each.rstrip("!") for each in own.split() if each.endswith("!")
    }
    assert {
        "list": known.is_list,
        "options": known.has_options,
        "reference": known.is_reference,
        "parent": known.is_parent,
        "searched": known.is_searched,
        "ordered": known.is_ordered,
    } == {
        word: word in words.split()
        for word in ("list", "options", "reference", "parent", "searched", "ordered")
    }
    assert EMULATED_TYPES[key].key == key


def test_the_tables_contain_exactly_the_types_of_the_contract() -> None:
    assert list(FIELD_TYPES) == list(TYPES)
    assert list(EMULATED_TYPES) == list(TYPES)
    assert list(FACTS) == list(TYPES)


@pytest.mark.parametrize("row", [FieldType, EmulatedType])
def test_no_facet_has_a_default(row: type[msgspec.Struct]) -> None:
    assert set(row.__struct_defaults__) <= {msgspec.NODEFAULT}


@pytest.mark.parametrize("known", FIELD_TYPES.values(), ids=lambda known: known.key)
def test_the_facets_of_a_type_are_consistent(known: FieldType) -> None:
    assert known.is_ordered == ("$gt" in known.filter_operators)
    if known.access_operators:
        assert known.is_ordered == ("greater_than" in known.access_operators)
        assert known.is_list == ("includes" in known.access_operators)
        assert known.is_reference == ("matches" in known.access_operators)
    assert known.is_list == (known.kind == "list")
    assert known.has_options == ("custom_field_options" in known.own_properties)
    assert known.is_reference == (TARGET in known.mandatory_properties)
    assert known.is_reference == bool(EMULATED_TYPES[known.key].targets)
    assert known.has_options == (EMULATED_TYPES[known.key].comparison in ("option", "options"))
    assert set(known.mandatory_properties) <= set(known.own_properties)
    assert not known.is_parent or known.is_reference


@pytest.mark.parametrize("key", ["hologram", "", None])
def test_an_unknown_type_causes_no_refusal(key: str | None) -> None:
    assert field_type(key) is UNKNOWN_TYPE
    assert not any(key in types_with(name) for name in (TARGET, "tag"))


class Found(NamedTuple):
    """A place in the code that depends on the name of a type."""

    module: str
    scope: str
    word: str
    line: int
    is_branch: bool
    """A comparison or a case, not a table."""


# Words that name a type and something else, too, by the module and the scope that have them.
ELSEWHERE: Final = {
    ("cli/operations.py", "KINDS"): {"integer"},  # JSON Schema types of parameters
    # Choices of the sandbox's variants.
    ("sandbox/data/records.py", "_MIDNIGHT"): {"date"},
    ("sandbox/rate.py", "_BODIES"): {"text"},
    ("sandbox/variants.py", "Variants"): {"date", "text"},
}
COLUMN_KINDS: Final = {"text", "integer", "decimal", "date"}
"""They name a type of field and a kind of column. Allowed as keys of a `dict[Kind, ...]`, and in
comparisons with, and cases of, something that is called `kind`."""
JSON_SCHEMA_TYPES: Final = {"integer"}
"""They name a type of field and a type of JSON Schema. Allowed as cases of `parameter.type`."""
VARIANTS: Final = {"date", "text"}
"""They name a type of field and a choice of a variant. Allowed in comparisons with `variants`."""
PROPERTIES: Final = {
    line.split("\t")[2]
    for line in (Path(__file__).parents[1] / "contract/facts/properties.tsv")
    .read_text("utf-8")
    .splitlines()
}
"""A type of such a name (`url`, say) is found where another type stands beside it, or something is
compared that is called a type."""
PROBE: Final = "probing/"
"""A fixed list of requests to a real account: its fields are data. Its branches are found, too."""
TABLES: Final = {"rules/field_types.py", "sandbox/field_types.py"}


class _Finder(ast.NodeVisitor):
    """Finds comparisons, cases, dicts, lists and constants made of the names of types."""

    def __init__(self, module: str, types: Collection[str]) -> None:
        self.found: list[Found] = []
        self._module = module
        self._types = types
        self._scopes = [""]
        self._allowed: dict[ast.AST, set[str]] = {}

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._inside(node.name, node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside(node.name, node)

    def visit_Assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if ast.unparse(target) == "__all__":
            return
        self._take([node.value])
        self._inside(target.id if isinstance(target, ast.Name) else "", node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._take([node.value])
            if "[Kind," in ast.unparse(node.annotation) and isinstance(node.value, ast.Dict):
                self._allow(node.value.keys, COLUMN_KINDS)
        self._inside(node.target.id if isinstance(node.target, ast.Name) else "", node)

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        if any(ast.unparse(each).split(".")[-1] == "kind" for each in operands):
            self._allow((inner for each in operands for inner in ast.walk(each)), COLUMN_KINDS)
        subject = ast.unparse(node)
        if ".variants." in subject:
            self._allow(operands, VARIANTS)
        self._take(operands, subject, is_branch=True)
        for each in operands:
            if isinstance(each, ast.Tuple | ast.List | ast.Set):
                self._take(each.elts, subject, is_branch=True)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        self._take([key for key in node.keys if key is not None])
        self.generic_visit(node)

    def visit_List(self, node: ast.List) -> None:
        self._take(node.elts)
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        self._take(node.elts)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        self._take(node.elts)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._take([node.slice])
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        subject = ast.unparse(node.subject)
        cases = [inner for case in node.cases for inner in ast.walk(case.pattern)]
        if subject.endswith("parameter.type"):
            self._allow(cases, JSON_SCHEMA_TYPES)
        elif subject.split(".")[-1] == "kind":
            self._allow(cases, COLUMN_KINDS)
        values = [each for each in cases if isinstance(each, ast.expr)]
        self._take(values, subject, is_branch=True)
        self.generic_visit(node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self._take(node.keys)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """In SQL, names of types are quoted."""
        if isinstance(node.value, str):
            quoted = [key for key in self._types if f"'{key}'" in node.value]
            self.found += [self._at(node, key) for key in quoted]

    def _take(self, nodes: list[ast.expr], subject: str = "", *, is_branch: bool = False) -> None:
        """Note the names of types among nodes that stand side by side."""
        names = [
            node
            for node in nodes
            if isinstance(node, ast.Constant) and node.value in self._types
            if node.value not in self._allowed.get(node, ())
        ]
        is_about_types = "type" in subject or len({node.value for node in names}) > 1
        for node in names:
            if is_about_types or node.value not in PROPERTIES:
                self.found.append(self._at(node, node.value, is_branch=is_branch))

    def _allow(self, nodes: Iterable[ast.AST | None], words: set[str]) -> None:
        self._allowed |= {node: words for node in nodes if node is not None}

    def _inside(self, scope: str, node: ast.AST) -> None:
        # The outermost name: a table inside a function belongs to the function.
        self._scopes.append(self._scopes[-1] or scope)
        self.generic_visit(node)
        self._scopes.pop()

    def _at(self, node: ast.expr, word: Any, *, is_branch: bool = False) -> Found:
        return Found(self._module, self._scopes[-1], word, node.lineno, is_branch)


def found_in(module: str, tree: ast.Module, types: Collection[str] = TYPES) -> list[Found]:
    finder = _Finder(module, types)
    finder.visit(tree)
    return finder.found


def test_no_code_outside_the_tables_depends_on_a_type() -> None:
    found = [
        each
        for module, tree in modules().items()
        if module not in TABLES
        for each in found_in(module, tree)
        if each.is_branch or not module.startswith(PROBE)
    ]
    unexplained = [
        f"{each.module}:{each.line} in {each.scope or 'the module'}: {each.word}"
        for each in found
        if each.word not in ELSEWHERE.get((each.module, each.scope), ())
    ]
    assert unexplained == [], "give the type a facet in the table of types instead"
    places = {(each.module, each.scope) for each in found}
    assert places == ELSEWHERE.keys(), "an exception that is no longer needed"


@pytest.mark.parametrize(
    "source",
    [
        "if field.type == 'parent': pass",
        "if 'parent' != field.type: pass",
        "x = field.type in ('lookup', 'parent')",
        "x = field.type in {'lookup'}",
        "x = [f for f in fields if f.type == 'checkbox']",
        "X = {'multiselect': 1}",
        "X = frozenset({'text', 'regexp'})",
        "X = ['currency']",
        "X = dict.fromkeys(('integer', 'decimal'), 1)",
        "X = Literal['dropdown', 'multiselect']",
        "X = Literal['dropdown']",
        "LOOKUP = 'lookup'",
        "LOOKUP: Final = 'lookup'",
        "match field.type:\n    case 'lookup': pass",
        "match field.type:\n    case 'lookup' | 'parent': pass",
        "sql = \"SELECT id FROM fields WHERE type = 'parent'\"",
        "sql = f\"... WHERE type IN ('text', 'textarea') AND {x}\"",
        "match parameter.type:\n    case 'decimal': pass",
        "x = kind == 'multiselect'",
        "X: dict[Kind, int] = {'multiselect': 1}",
        "X: dict[str, int] = {'text': 1}",
        "def f():\n    return {'text': 1}[kind]",
    ],
)
def test_code_that_depends_on_a_type_is_found(source: str) -> None:
    assert found_in("x.py", ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "found.append(invalid(path, 'text', value))",
        "create_field('boat', 'built', type='date')",
        "def create_field(type: str = 'text'): pass",
        "x = column.kind == 'date'",
        "x = kind in ('integer', 'decimal')",
        "X: Final[dict[Kind, int]] = {'text': 1, 'list': 2}",
        "x = headers.get('date')",
        "x = session.variants.dates == 'date'",
        "__all__ = ['text']",
        "match parameter.type:\n    case 'integer' | 'boolean': pass",
        '"""Of a dropdown, or of text."""',
    ],
)
def test_other_words_are_ignored(source: str) -> None:
    assert found_in("x.py", ast.parse(source)) == []


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("if field.type == 'url': pass", True),
        ("x = field.type in ('url',)", True),
        ("X = {'url', 'text'}", True),
        ("X = {'url': 1, 'regexp': 2}", True),
        ("match field.type:\n    case 'url': pass", True),
        ("x = {'url': address}", False),
        ("x = record['url']", False),
        ("x = name == 'url'", False),
        ("x = ('id', 'url')", False),
    ],
)
def test_a_type_that_is_called_like_a_property(source: str, is_found: bool) -> None:
    assert bool(found_in("x.py", ast.parse(source), [*TYPES, "url"])) is is_found
