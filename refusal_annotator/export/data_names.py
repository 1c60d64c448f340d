"""Names of columns that SPSS, Stata, R and Python all take, and that are unlike each other."""

from __future__ import annotations

import re
import unicodedata

LENGTH = 32
"""What Stata allows; SPSS allows 64 bytes."""

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_STRING_TYPE = re.compile(r"str[0-9]+")
# Lower case, as all names are: words with a meaning of their own in SPSS, Stata and its Mata (which
# pandas minds), R or Python.
_RESERVED = frozenset(
    "all and by eq ge gt le lt ne not or to with "
    "byte double float if in int long strl using "
    "aggregate array boolean case catch class colvector complex const default delegate delete do "
    "eltypedef end enum explicit export external friend goto inline local numeric pragma "
    "protected quad rowvector short typedef typename virtual "
    "break else for function inf na nan next null repeat while true false "
    "as assert async await class continue def del elif except finally from global import is "
    "lambda none nonlocal pass raise return try yield".split()
)


def slug(text: str) -> str:
    """Return the letters and digits of `text` in lower case, joined by underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_NAME.sub("_", plain.lower()).strip("_")


class Names:
    """Hands out the names of one table; each is given once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str, suffix: str = "", *, otherwise: str = "v") -> str:
        """Return a legal, unused name that is as near to `wanted` as may be; `suffix` is kept."""
        base = slug(wanted) or slug(otherwise)
        if not base[0].isalpha():
            base = f"v_{base}"
        if base + suffix in _RESERVED or _STRING_TYPE.fullmatch(base + suffix):
            base = f"{base}_v"
        name, count = self._fit(base, suffix), 2
        while name in self._taken:
            name, count = self._fit(base, f"_{count}{suffix}"), count + 1
        self._taken.add(name)
        return name

    @staticmethod
    def _fit(base: str, suffix: str) -> str:
        return base[: LENGTH - len(suffix)].rstrip("_") + suffix
