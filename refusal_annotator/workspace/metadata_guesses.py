"""What the page of an article says about it, as a grid to confirm: guesses by article variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.workspace.project import OpenProject

# Guesses that are no article variable of every codebook are shown by these names.
ROLES = ("headline", "byline", "outlet", "original_outlet", "publication_date", "dateline")


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at one article variable.

    `text` is printed at `start`..`end`; `value` is what to store, the printed text unless it is a
    date; `variants` are other spellings. `variable_id` is None where the codebook has no variable
    with that role: the guess is then shown only.
    """

    role: str
    variable_id: str | None
    text: str
    value: str
    start: int | None
    end: int | None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleGuesses:
    """One row of the grid."""

    article_id: UUID
    key: str
    guesses: Mapping[str, Guess]


def metadata_guesses(
    project: OpenProject, article_ids: Iterable[UUID] | None = None
) -> list[ArticleGuesses]:
    """Guesses for the articles named, or for all; nothing is stored.

    What a person confirms is stored by `coding_article.set_article_value`.
    """
    from refusal_annotator.prehighlight import guess_article

    wanted = None if article_ids is None else set(article_ids)
    variables = {role: project.codebook.variable_by_role(role) for role in ROLES}
    rows = []
    for summary in project.articles():
        if wanted is not None and summary.id not in wanted:
            continue
        found = guess_article(project.store.version_of(summary.id).text)
        guesses = {}
        for role in ROLES:
            guess = found.get(role)
            if guess is None:
                continue
            variable = variables[role]
            is_date = role == "publication_date"
            guesses[role] = Guess(
                role,
                variable.id if variable else None,
                guess.text,
                guess.value if is_date else guess.text,
                guess.start,
                guess.end,
                guess.variants,
            )
        rows.append(ArticleGuesses(summary.id, summary.key, guesses))
    return rows
