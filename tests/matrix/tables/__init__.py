"""What each kind of person gets from each address, about rows of group a; one module for each part of the portal.

A cell is a status code, "login" (sent to sign in) or "away" (sent elsewhere). 404 is the answer to whatever is absent
or not for this person; 422 is a form that came back with its messages, so whoever gets it may do the thing.

Beside its TABLE a module may say which row an address is about, where the first guess of objects.py is not it:
ARGUMENTS (address to a function that gives its keywords), QUERIES and DATA (what GET and POST carry besides).
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType


def modules() -> list[ModuleType]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return [import_module(f"{__name__}.{name}") for name in names]
