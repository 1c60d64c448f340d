"""Lists of names and of words in names, read from the gazetteers once."""

from __future__ import annotations

from functools import cache

from refusal_annotator.prehighlight.lexicon import Phrases, column, split_list, table


@cache
def states() -> dict[str, str]:
    """Kind of each state, capital, bloc and seat by name."""
    kinds = {row["name"]: row["kind"] for row in table("seats")}
    for row in table("countries"):
        kinds[row["name"]] = "state"
        for capital in split_list(row["capitals"]):
            kinds.setdefault(capital, "capital")
    return kinds


@cache
def outlets() -> Phrases:
    """Outlets and agencies."""
    return Phrases(column("outlets", "name"))


@cache
def outlets_with_article() -> frozenset[str]:
    """Outlets whose name is an everyday word without its article."""
    return frozenset(row["name"] for row in table("outlets") if row["use"] == "article")


@cache
def places() -> Phrases:
    """Places that are no actors."""
    return Phrases(column("places", "name"))


@cache
def titles() -> Phrases:
    """Ranks and offices."""
    return Phrases(column("titles", "word"))


@cache
def listed() -> Phrases:
    """All names that are known whole."""
    return Phrases(column("outlets", "name") | column("places", "name") | frozenset(states()))


@cache
def geography() -> frozenset[str]:
    """Last words of names of places, events and laws."""
    return column("not_actor_words", "word")


@cache
def organisation_words() -> frozenset[str]:
    """Words that names of organisations have."""
    return column("organisation_words", "word")


@cache
def whole_organisations() -> frozenset[str]:
    """Organisations of one word."""
    rows = table("organisation_words")
    return frozenset(row["word"] for row in rows if row["use"] == "whole")
