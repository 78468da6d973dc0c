"""A moment at which a lower room calls functions of upper rooms, without importing them."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class Hook:
    """`name` says the moment; `register` is a decorator. Calling the hook returns the answers in order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._functions: list[tuple[int, Callable[..., Any]]] = []

    def register(self, order: int = 100) -> Callable[[Function], Function]:
        def keep(function: Function) -> Function:
            self._functions.append((order, function))
            self._functions.sort(key=lambda pair: pair[0])
            return function

        return keep

    def __call__(self, *args: Any, **kwargs: Any) -> list[Any]:
        return [function(*args, **kwargs) for _order, function in self._functions]
