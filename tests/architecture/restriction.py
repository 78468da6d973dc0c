"""Follows every `Model.objects` in a file to its end, and says which ends show rows without asking who looks."""

import ast
from collections.abc import Iterator

# Functions of the house that narrow the rows they are given to what a person may see or do.
NARROWING = {"find", "find_with", "allowed"}
BACKDOORS = ("_base_manager", "_default_manager")
SHORTCUTS = ("get_object_or_404", "get_list_or_404")


def unrestricted(source: str) -> list[str]:
    """Lines that start from all rows and end neither in `visible_to(user)`, nor in `find(...)` or `allowed(...)`."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    lines = {node.lineno for node in _starts(tree) if not _ends_well(node)}
    return [f"line {line}" for line in sorted(lines)]


def _starts(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", *BACKDOORS):
            yield node
        if isinstance(node, ast.Name) and node.id in SHORTCUTS and isinstance(node.parent, ast.Call):  # type: ignore[attr-defined]
            yield node


def _ends_well(start: ast.expr) -> bool:
    if not isinstance(start, ast.Attribute) or start.attr in BACKDOORS:
        return False
    return _narrowed(start)


def _narrowed(node: ast.AST) -> bool:
    """Climbs from the rows through the calls made on them, up to what becomes of the result."""
    while True:
        parent = node.parent  # type: ignore[attr-defined]
        if isinstance(parent, ast.Attribute):
            if parent.attr == "visible_to":
                return True
        elif isinstance(parent, ast.Call):
            if parent.func is node and _asks_about_a_person(parent):
                return True
            if parent.func is not node:
                return _name(parent.func) in NARROWING or _only_narrows(node, parent)
        elif isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
            return _all_uses_narrowed(parent, parent.targets[0].id)
        elif not isinstance(parent, ast.BinOp | ast.IfExp | ast.Starred | ast.keyword):
            return False
        node = parent


def _only_narrows(node: ast.AST, call: ast.Call) -> bool:
    """`people.filter(pk__in=rows.values("person"))`: takes away from rows that were restricted on their own."""
    named = isinstance(node, ast.keyword) and (node.arg or "").endswith("__in")
    return named and _name(call.func) in ("filter", "exclude")


def _all_uses_narrowed(assignment: ast.Assign, name: str) -> bool:
    scope: ast.AST = assignment
    while not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module):
        scope = scope.parent  # type: ignore[attr-defined]
    uses = [
        node
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return bool(uses) and all(_narrowed(use) for use in uses if use.lineno >= assignment.lineno)


def _asks_about_a_person(call: ast.Call) -> bool:
    """A queryset's own question that takes the person: `Invitation.objects.owed_by(request.user, now)`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr in ("filter", "exclude", "get", "create"):
        return False
    return any(_name(argument).endswith("user") for argument in call.args)


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
