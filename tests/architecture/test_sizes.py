"""Small files and small functions. A file that grows is split by noun or verb."""

import ast

import pytest

from tests.architecture.sources import PACKAGES, name_of, python_files, templates

FILE_CEILING = 400
FUNCTION_CEILING = 40


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} has {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_CEILING
    ]


def test_no_file_is_longer_than_the_ceiling():
    files = [*python_files(*PACKAGES, "scripts", "tests"), *templates()]
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in files}
    assert not {name: size for name, size in sizes.items() if size > FILE_CEILING}


def test_no_function_is_longer_than_the_ceiling():
    found = {name_of(path): long_functions(path.read_text()) for path in python_files(*PACKAGES, "scripts", "tests")}
    assert not {name: functions for name, functions in found.items() if functions}


@pytest.mark.parametrize(("lines", "noticed"), [(40, False), (41, True)])
def test_the_ceiling_is_counted_in_lines(lines, noticed):
    source = "def long():\n" + "    pass\n" * (lines - 1)
    assert bool(long_functions(source)) is noticed
