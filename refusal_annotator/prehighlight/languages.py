"""What the rules can do in a language, and how it writes figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from refusal_annotator.prehighlight.lexicon import table


@dataclass(frozen=True, slots=True)
class LanguageSupport:
    """A language as `languages.tsv` describes it.

    `decimal_comma`: 1.300 is thirteen hundred and 1,5 one and a half. `capitals_name`: a capital
    inside a sentence tells a name.
    """

    code: str
    name: str
    decimal_comma: bool
    capitals_name: bool
    full: bool

    @property
    def notice(self) -> str:
        """What is not supported, as a sentence for the user; empty where all is."""
        if self.full:
            return ""
        names = (
            "names are found by their capitals"
            if self.capitals_name
            else "only names known from lists are found, for capitals tell no names there"
        )
        return (
            f"Suggestions for {self.name} are limited: numbers in figures and quotations are "
            f"found, and {names}; number words, verbs of saying, mentions without a name and "
            "stance are not. A trained spaCy pipeline for the language adds names."
        )


def support_of(language: str) -> LanguageSupport:
    """Support for a language tag such as "en-GB"; an unknown one is treated with care."""
    code = language.split("-")[0].casefold()
    known = _languages().get(code)
    return known or LanguageSupport(code, f"the language {language!r}", False, True, False)


@cache
def _languages() -> dict[str, LanguageSupport]:
    return {
        row["code"]: LanguageSupport(
            row["code"],
            row["name"],
            row["decimal"] == "comma",
            row["capitals"] == "names",
            row["support"] == "full",
        )
        for row in table("languages")
    }
