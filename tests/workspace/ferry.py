"""A small study with one of everything a codebook can say, and a coder's desk to work at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from refusal_annotator.domain.annotations import (
    Annotation,
    Link,
    SuggestedLink,
    Suggestion,
    suggestion_id,
)
from refusal_annotator.domain.changes import ChangeSet, now
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.variables import value
from refusal_annotator.storage.store import SuggestionRun
from refusal_annotator.workspace import coding
from refusal_annotator.workspace.corpus import import_articles, preview_import
from refusal_annotator.workspace.project import OpenProject
from refusal_annotator.workspace.session import ArticleSession

CODEBOOK = """\
format: 1
codebook: {id: ferry-news, version: "1.0", title: Ferries that do not sail, language: en}
span_types:
  - id: Notice
    code: 1
    label: Notice
    role: claim
    colour: "#0072B2"
    trim: [space, final_punctuation]
    definition: What is said about a ferry.
    example: the ferry is late
    counter_example: the ferry
    attributes:
      - {id: kind, label: Kind, level: nominal, required: true, definition: What it tells., categories: [{id: delay, code: 1, definition: Late.}, {id: strike, code: 2, definition: Strike.}, {id: rumour, code: 3, definition: Hearsay.}]}
      - {id: cause, label: Cause, level: nominal, required: false, definition: Why., visible_when: {attribute: kind, operator: in, value: [delay, strike]}, categories: [{id: ice, code: 1, definition: Ice.}, {id: crew, code: 2, definition: Hands.}]}
      - {id: hands, label: Hands missing, level: ratio, required: false, definition: How many., visible_when: {attribute: cause, operator: equals, value: crew}}
      - {id: heard, label: Heard from, level: text, required: false, definition: Whose hearsay., required_when: {attribute: kind, operator: equals, value: rumour}}
      - {id: tone, label: Tone, level: ordinal, required: false, default: calm, definition: How it sounds., categories: [{id: calm, code: 1, definition: Calm.}, {id: sharp, code: 2, definition: Sharp.}]}
      - {id: tags, label: Tags, level: multi_select, required: false, definition: All that fit., categories: [{id: ship, code: 1, definition: Ship.}, {id: shore, code: 2, definition: Shore.}]}
      - {id: cue, label: Cue, role: cue, level: text, required: false, definition: The verb.}
      - {id: said_on, label: Said on, level: interval, required: false, definition: When.}
      - {id: depth, label: Depth, role: chain_depth, level: ratio, required: false, derived: {function: longest_path, relations: [passed_by]}, definition: Links of the chain.}
  - id: Vessel
    code: 2
    label: Actor
    role: actor
    colour: "#D55E00"
    trim: [space, quotes, final_punctuation]
    definition: Who acts.
    example: the ferry
    counter_example: the sea
    attributes:
      - {id: who, label: Who, role: entity, level: link, links_to: entity, required: true, definition: Which one.}
  - id: Tally
    code: 3
    label: Tally
    role: number
    colour: "#009E73"
    definition: How many.
    example: twelve
    counter_example: Pier 9
    attributes:
      - {id: least, label: Least, role: value_low, level: ratio, required: false, definition: Low bound.}
      - {id: most, label: Most, role: value_high, level: ratio, required: false, definition: High bound.}
relations:
  - {id: told_by, code: 1, label: Told by, role: speaker, from: Notice, to: Vessel, cardinality: 0..1, ordered: false, symmetric: false, scope: within_article, visible_when: {attribute: kind, operator: not_equals, value: rumour}, required_when: {attribute: kind, operator: equals, value: strike}, definition: Who says so.}
  - {id: passed_by, code: 2, label: Passed on by, role: via, from: Notice, to: Vessel, cardinality: 0..n, ordered: true, paths: true, symmetric: false, scope: within_article, definition: Who handed it on.}
  - {id: same, code: 3, label: Same as, role: same_claim, from: Notice, to: Notice, cardinality: 0..n, ordered: false, symmetric: true, scope: within_or_across_articles, definition: The same notice., attributes: [{id: closeness, label: Closeness, level: nominal, required: true, definition: How close., categories: [{id: tight, code: 1, definition: Word for word.}, {id: loose, code: 2, definition: By sense.}]}, {id: why, label: Why loose, level: text, required: false, visible_when: {attribute: closeness, operator: equals, value: loose}, definition: Reason.}]}
  - {id: echoes, code: 4, label: Echoes, from: Notice, to: Notice, cardinality: 0..n, ordered: false, symmetric: false, scope: across_articles, definition: Heard elsewhere.}
  - {id: of, code: 5, label: Counts, role: counted, from: Tally, to: [Vessel, Notice], cardinality: "1", ordered: false, symmetric: false, scope: within_article, definition: Of what.}
article_variables:
  - {id: headline, label: Headline, role: headline, level: text, required: false, definition: First title.}
  - {id: weather, label: Weather, level: nominal, required: true, definition: At sea., categories: [{id: fair, code: 1, definition: Fair.}, {id: foul, code: 2, definition: Foul.}]}
  - {id: storm, label: Name of the storm, level: text, required: false, visible_when: {attribute: weather, operator: equals, value: foul}, definition: As printed.}
  - {id: day, label: Day, role: publication_date, level: interval, required: false, definition: Of issue.}
  - {id: carriers, label: Carriers, level: link, links_to: entity, multiple: true, required: false, definition: Who carries it.}
  - {id: language, label: Language, level: nominal, required: false, default: english, definition: Of the text., categories: [{id: english, code: 1, definition: English.}, {id: other, code: 2, definition: Another.}]}
article_relations:
  - {id: reprint_of, code: 1, label: Reprint of, role: reprint, cardinality: 0..n, symmetric: false, definition: The other's text., attributes: [{id: share, label: Share, level: ratio, required: false, definition: How much.}]}
exclusion_zones:
  - {id: menu, code: 1, label: Menu, definition: Navigation.}
  - {id: credit, code: 2, label: Credit, definition: Who wrote it.}
"""  # noqa: E501

# An emoji of several code points stands before everything that is coded.
SKUA = (
    "👩🏽‍✈️ Ferry Skua stays in port\n\n"
    "The ferry Skua will not sail on Monday, its captain said. “Twelve hands are missing,” she "
    "told the Quay Post. The harbour office heard it from the Quay Post.\n\n"
    "The pilot denied it: no hand is missing. Five cafés closed.\n\n"
    "Menu | Tides | Contact\n"
)
TERN = (
    "Ferry Tern waits as well\n\n"
    "The Skua will not sail before Friday, the Quay Post reports. Twelve hands walked off.\n"
)


def new_project(
    folder: Path, *, database: str = "project.db", codebook: str = CODEBOOK, **texts: str
) -> OpenProject:
    """A project with articles; `skua="..."` gives an article of that key."""
    project = OpenProject.create(folder, name="Ferries", codebook_text=codebook, database=database)
    import_texts(project, folder.with_name(f"{folder.name}-texts"), **(texts or {"skua": SKUA}))
    return project


def import_texts(project: OpenProject, folder: Path, **texts: str) -> None:
    """Import texts as files of these names."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.txt" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_bytes(text.encode())
    report = import_articles(project, preview_import(project, paths))
    assert not report.problems, report.problems


class Desk:
    """One coder at one article: acts by the words of the text instead of by offsets."""

    def __init__(self, project: OpenProject, coder: str | Coder = "Ada", key: str = "skua") -> None:
        self.project = project
        name = coder if isinstance(coder, str) else coder.name
        self.coder = project.find_coder(name) or project.add_coder(name)
        article = project.find_article(key)
        assert article is not None
        self.article = article

    @property
    def session(self) -> ArticleSession:
        """The coder's session of the article."""
        return self.project.session(self.article.id, self.coder.id)

    def place(self, words: str) -> tuple[int, int]:
        """Where words stand first."""
        start = self.session.text.index(words)
        return start, start + len(words)

    def do(self, act: Callable[..., ChangeSet], *given: Any, **named: Any) -> ChangeSet:
        """Do an act and apply it."""
        made = act(self.session, *given, **named)
        self.project.apply(made)
        return made

    def tag(self, type_id: str, words: str, **values: Any) -> UUID:
        """Tag words; `kind="delay"` gives a value."""
        cells = {name: value(content) for name, content in values.items()}
        made = self.do(coding.tag, type_id, *self.place(words), values=cells)
        annotation_id = coding.created_annotation(made)
        assert annotation_id is not None
        return annotation_id

    def set(self, annotation_id: UUID, variable_id: str, content: Any) -> ChangeSet:
        """Set a value; None clears it."""
        cell = None if content is None else value(content)
        return self.do(coding.set_value, annotation_id, variable_id, cell)

    def relate(self, relation_id: str, from_id: UUID, to_id: UUID, **named: Any) -> UUID:
        """Link two spans."""
        made = self.do(coding.relate, relation_id, from_id, to_id, **named)
        return next(c.row_id for c in made.changes if c.table == "link" and not c.field)

    def undo(self) -> ChangeSet | None:
        return self.project.undo(self.coder.id, self.article.id)

    def redo(self) -> ChangeSet | None:
        return self.project.redo(self.coder.id, self.article.id)

    def annotation(self, annotation_id: UUID) -> Annotation:
        return self.session.annotations[annotation_id]

    def values(self, annotation_id: UUID) -> Mapping[str, Any]:
        """Values of a span as plain content."""
        cells = self.annotation(annotation_id).values
        return {name: cell.get("v", cell) for name, cell in cells.items()}

    def chain(self, annotation_id: UUID, relation_id: str) -> list[tuple[UUID | None, int | None]]:
        """Targets of a span's links of a kind, with their places."""
        found = [k for k in self.session.links_from(annotation_id) if k.type == relation_id]
        return [(link.to_id, link.position) for link in found]

    def suggestion(self, type_id: str, words: str, *more: str, **values: Any) -> Suggestion:
        """A suggestion on words, not stored yet."""
        parts = tuple(self.place(each) for each in (words, *more))
        version = self.session.version.id
        return Suggestion(
            id=suggestion_id(version, type_id, parts),
            article_version_id=version,
            type=type_id,
            start=parts[0][0],
            end=parts[-1][1],
            parts=parts if more else None,
            quote=" … ".join(self.session.text[start:end] for start, end in parts),
            values={name: value(content) for name, content in values.items()},
            score=0.9,
            source="rules test",
            why="a test",
        )

    def suggest(self, *found: Suggestion, links: Sequence[SuggestedLink] = ()) -> None:
        """Store what a run found, in place of what earlier runs had found."""
        run = SuggestionRun(self.session.version.id, "test", now(), tuple(found), tuple(links))
        self.project.store.replace_suggestions([run])
        self.project.forget_sessions()

    def suggested_link(
        self, relation_id: str, source: Suggestion, target: Suggestion, score: float = 0.9
    ) -> SuggestedLink:
        return SuggestedLink(
            article_version_id=self.session.version.id,
            type=relation_id,
            from_id=source.id,
            to_id=target.id,
            score=score,
        )

    def open_quotes(self) -> list[str]:
        """Quotes of the suggestions that are open."""
        return [s.quote for s in self.session.open_suggestions()]

    def state(self) -> dict[str, Any]:
        """All that the coder has in the article, without counts of changes, for comparing."""
        return snapshot(self.session)


def snapshot(session: ArticleSession) -> dict[str, Any]:
    """What a session shows; `revision` counts changes and so differs after an undo."""

    def rows(values: Any) -> dict[str, Any]:
        return {str(v.id): v.model_dump(mode="json", exclude={"revision"}) for v in values}

    return {
        "annotations": rows(session.annotations.values()),
        "links": rows(session.links.values()),
        "decisions": rows(session.decisions.values()),
        "zones": rows(session.zones),
        "coding": rows([session.coding] if session.coding else []),
        "open": [str(s.id) for s in session.open_suggestions()],
    }


def links_of(session: ArticleSession) -> list[Link]:
    """Links in the order of making."""
    return sorted(session.links.values(), key=lambda link: link.sequence)
