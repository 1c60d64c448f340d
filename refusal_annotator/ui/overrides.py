"""An error in one of our overrides of Qt's virtual methods must never end the program.

PySide6 (6.9 to 6.11 on Python 3.11, tried) reads the arguments of an exception that leaves an
override called from another override, `keyPressEvent` from `event`, say. An exception that C code
raised, such as `int("x")` does, is not an object yet at that moment, and the process dies. Passing
through an `except` makes it one; so every override is wrapped in that, where its class is made.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

_OF_QT = (types.BuiltinMethodType, types.MethodDescriptorType)


def guard_overrides() -> None:
    """Wrap the overrides of every class derived from Qt's from now on."""
    QObject.__init_subclass__ = classmethod(_guard_class)  # type: ignore[assignment]


def _guard_class(cls: type[QObject], **words: Any) -> None:
    super(QObject, cls).__init_subclass__(**words)
    for name, method in list(vars(cls).items()):
        if isinstance(method, types.FunctionType) and _overrides_qt(cls, name):
            setattr(cls, name, _through_except(method))


def _overrides_qt(cls: type, name: str) -> bool:
    return any(isinstance(vars(base).get(name), _OF_QT) for base in cls.__mro__[1:])


def _through_except(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def guarded(*arguments: Any, **words: Any) -> Any:
        try:
            return method(*arguments, **words)
        except BaseException:
            raise

    return guarded
