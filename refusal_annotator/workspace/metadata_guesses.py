"""What the page of an article says about it, as a grid to confirm: guesses by article variable.

Nothing is stored before a coder confirms it. What is confirmed becomes a value of that coder, one
act for each article, and a variable that is filled already is never overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from refusal_annotator.domain.changes import ChangeSet, edits
from refusal_annotator.domain.codebook import Attribute
from refusal_annotator.domain.codebook_model import ValueType
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.variables import Cell, check_cell, is_filled, show, value
from refusal_annotator.workspace.acts import (
    act,
    default_cells,
    ensure_coding,
    find_attribute,
    require_shown,
    settled_cell,
    with_cell,
)
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession

# Guesses that are no article variable of every codebook are shown by these names.
ROLES = ("headline", "byline", "outlet", "original_outlet", "publication_date", "dateline")


GuessState = Literal["open", "filled", "finished", "no_variable", "not_allowed"]

_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


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

    What a person confirms is stored by `confirm_guesses`.
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


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the grid: a guess, what the coder has already, and whether it can be confirmed.

    `text` is what would be stored, in words; `present` is what is filled in. `reason` says why a
    guess cannot be confirmed.
    """

    role: str
    variable_id: str | None
    text: str
    state: GuessState
    present: str = ""
    variants: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One article of the grid, for one coder."""

    article_id: UUID
    key: str
    title: str
    cells: Mapping[str, GridCell]

    @property
    def open_texts(self) -> dict[str, str]:
        """What can be confirmed, by variable id."""
        return {
            c.variable_id: c.text
            for c in self.cells.values()
            if c.state == "open" and c.variable_id
        }


def metadata_grid(
    project: OpenProject, coder_id: UUID, article_ids: Iterable[UUID] | None = None
) -> list[GridRow]:
    """Guesses for the articles named, or for all, beside what a coder has filled in."""
    names = {a.id: a.title for a in project.articles()}
    codings = {c.article_id: c for c in project.store.values(ArticleCoding, coder_id=coder_id)}
    index = project.entity_index()
    rows = []
    for found in metadata_guesses(project, article_ids):
        coding = codings.get(found.article_id)
        cells = {role: _grid_cell(project, role, found, coding, index) for role in ROLES}
        shown = {role: cell for role, cell in cells.items() if cell is not None}
        rows.append(GridRow(found.article_id, found.key, names[found.article_id], shown))
    return rows


def role_labels(project: OpenProject) -> dict[str, str]:
    """Heads of the grid's columns: the labels of the codebook, or the role in words."""
    labels = {}
    for role in ROLES:
        variable = project.codebook.variable_by_role(role)
        labels[role] = variable.label if variable else role.replace("_", " ").capitalize()
    return labels


def confirm_guesses(
    session: ArticleSession, texts: Mapping[str, str], index: EntityIndex
) -> ChangeSet:
    """Store guesses (as they were, or corrected) by variable id, as one act.

    A variable that is filled is left as it is. AnnotatorError where the article is finished or a
    text is no value of its variable.
    """
    variables = session.codebook.article_variables
    changes, coding = ensure_coding(session)
    values = coding.values
    for variable_id, text in texts.items():
        attribute = find_attribute(variables, variable_id, "the article")
        if _is_answered(values.get(variable_id)) or not text.strip():
            continue
        cell = settled_cell(attribute, guess_cell(attribute, text, index), session.codebook)
        require_shown(attribute, cell, values)
        values = with_cell(variables, values, variable_id, cell)
    own = edits("article_coding", coding, values=values)
    return act(session, "Confirm what the page says", [*changes, *own] if own else [])


def guess_cell(attribute: Attribute, text: str, index: EntityIndex) -> Cell:
    """The cell that a written guess stands for: a name becomes the entity that it means."""
    written = " ".join(text.split())
    parts: list[Any] = [written]
    if attribute.holds_list:
        parts = [part for part in _BETWEEN_NAMES.split(written) if part]
    if attribute.value_type == ValueType.ENTITY:
        parts = [index.resolve(part) for part in parts]
    elif attribute.categories:
        parts = [_category(attribute, part) for part in parts]
    return value(parts if attribute.holds_list else parts[0])


def _is_answered(cell: Cell | None) -> bool:
    """Whether a coder has settled a variable, be it by leaving it empty on purpose."""
    return is_filled(cell) or bool(cell and cell.get("empty"))


def _category(attribute: Attribute, written: str) -> Any:
    folded = written.casefold()
    for category in attribute.categories:
        if folded in (str(category.id).casefold(), category.shown.casefold()):
            return category.id
    return written


def _grid_cell(
    project: OpenProject,
    role: str,
    found: ArticleGuesses,
    coding: ArticleCoding | None,
    index: EntityIndex,
) -> GridCell | None:
    book = project.codebook
    attribute = book.variable_by_role(role)
    guess = found.guesses.get(role)
    if attribute is None:
        if guess is None:
            return None
        reason = "The codebook has no variable for it; it is shown only."
        return GridCell(role, None, guess.text, "no_variable", "", guess.variants, reason)
    values = coding.values if coding else default_cells(book.article_variables, book)
    present = values.get(attribute.id)
    text, variants = (guess.value, guess.variants) if guess else ("", ())
    if _is_answered(present):
        words = _named(attribute, present, index, show(attribute, present, book))
        return GridCell(role, attribute.id, text, "filled", words, variants)
    if guess is None:
        return None
    if coding is not None and coding.status is CodingStatus.FINISHED:
        reason = "The article is finished; take it up again first."
        return GridCell(role, attribute.id, text, "finished", "", variants, reason)
    cell = guess_cell(attribute, text, index)
    problem = check_cell(attribute, cell, book)
    if problem is None and not attribute.is_visible(values):
        problem = f"{attribute.label} is not asked for here"
    if problem:
        return GridCell(role, attribute.id, text, "not_allowed", "", variants, problem)
    return GridCell(role, attribute.id, text, "open", "", variants)


def _named(attribute: Attribute, cell: Cell | None, index: EntityIndex, words: str) -> str:
    """A filled cell in words: entities by name instead of key."""
    content = (cell or {}).get("v")
    if attribute.value_type != ValueType.ENTITY or content is None:
        return words
    items = content if isinstance(content, list) else [content]
    return ", ".join(index.label(str(item)) for item in items)
