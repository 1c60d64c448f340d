"""What the palette offers in the window, and what a chosen entry does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.codebook import Attribute, category_keys
from refusal_annotator.domain.entities import EntityIndex
from refusal_annotator.domain.place_links import (
    SCHEME,
    PlaceLink,
    PlaceLinkError,
    in_words,
    parse_address,
    parse_place,
)
from refusal_annotator.domain.variables import Cells, plain_list, value
from refusal_annotator.ui.actions import Command, key_text
from refusal_annotator.ui.models.articles import second_line
from refusal_annotator.workspace.palette import Entry, find_entries
from refusal_annotator.workspace.places import begins
from refusal_annotator.workspace.recent import Recent, RecentActs
from refusal_annotator.workspace.session import shown_attributes, written_entity

if TYPE_CHECKING:
    from refusal_annotator.ui.main_window import MainWindow
    from refusal_annotator.workspace.project import ArticleSummary

_PLACES = 3  # articles offered for one place
# Commands that would only open what is open already.
_LEFT_OUT = frozenset({"palette", "recent", "go_to_place"})


class PaletteSource:
    """Collects entries: types, values, actors, commands, articles; and runs them."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._desk = window, window.desk
        self.recent = RecentActs()
        self._runs: dict[str, Callable[..., None]] = {
            "command": self._run_command,
            "value": self._set_value,
            "actor": self._run_actor,
            "article": window.code_article,
            "place": window.places.go,
        }

    def follow(self, change_set: ChangeSet, initiator: object) -> None:
        """Remember what was done at the desk."""
        session = self._desk.session
        if session is None or initiator is not self._desk:
            return

        def type_of(row_id: Any) -> str | None:
            found = session.annotations.get(row_id)
            return found.type if found else None

        self.recent.follow(change_set, type_of)

    def entries(self) -> list[Entry]:
        """All that can be reached now; the nearest first."""
        coding = self._window.screen_name == "code" and self._desk.session is not None
        made: list[Entry] = []
        if coding:
            made += self._types()
            made += self._values()
            made += self._actors()
        made += self._commands()
        made += self._articles()
        return made

    def places(self, query: str) -> list[Entry]:
        """The places that a query spells: an article with numbers, or the address of a link."""
        bridge = self._window.bridge
        if bridge is None:
            return []
        try:
            if query.strip().casefold().startswith(f"{SCHEME}:"):
                link = parse_address(query.strip())
                words = in_words(link.extent) or "the article"
                return [self._place_entry(link, f"Go to {words} of this link")]
            name, extent = parse_place(query)
        except PlaceLinkError:
            return []
        if extent is None:
            return []
        project_id, words = bridge.project.project_id, in_words(extent)
        return [
            self._place_entry(
                PlaceLink(project_id, article.id, *extent),
                f"Go to {words} of {article.title}",
                article.key,
            )
            for article in self._named(name)
        ]

    def recent_entries(self) -> list[Entry]:
        """What was done last and can be done again here."""
        chosen = self._desk.selected
        acts = self.recent.fitting(
            tagging=self._window.code.view.selection() is not None,
            type_id=chosen.type if chosen else None,
        )
        return [entry for act in acts if (entry := self._recent_entry(act)) is not None]

    def run(self, entry: Entry) -> None:
        """Do what a chosen entry stands for."""
        kind, *what = entry.id  # type: ignore[misc]
        self._runs[kind](*what)

    # --- entries ----------------------------------------------------------------------------

    def _types(self) -> Iterable[Entry]:
        if self._window.code.view.selection() is None or self._desk.read_only:
            return
        for command in self._window.actions_.commands:
            if command.id.startswith("tag:"):
                yield self._command_entry(command, "Types")

    def _values(self) -> Iterable[Entry]:
        desk, chosen = self._desk, self._desk.selected
        session = desk.session
        if session is None or desk.read_only:
            return
        if chosen is not None:
            title = desk.title(chosen)
            group = f"Values for {title[:1].lower()}{title[1:]}"
            yield from self._choices(group, desk.codebook.attributes_of(chosen.type), chosen.values)
        elif desk.suggestion is None:
            cells = session.coding.values if session.coding else {}
            variables = desk.codebook.article_variables
            yield from self._choices("Values for the article", variables, cells)

    @staticmethod
    def _choices(group: str, attributes: Iterable[Attribute], cells: Cells) -> Iterable[Entry]:
        for attribute in shown_attributes(list(attributes), cells):
            if not attribute.has_categories:
                continue
            keys = category_keys(attribute)
            for category in attribute.categories:
                yield Entry(
                    ("value", attribute.id, category.id),
                    group,
                    f"{attribute.label}: {category.shown}",
                    key=keys.get(category.id, "").upper(),
                    icon="check",
                    also=(str(category.id), attribute.id),
                )

    def _actors(self) -> Iterable[Entry]:
        counts = self._mentions()
        for entity in self._window.actor_names.listed():
            n = counts.get(entity.key, 0)
            note = "" if not n else "1 mention here" if n == 1 else f"{n} mentions here"
            also = (*entity.aliases, entity.key)
            yield Entry(("actor", entity.key), "Actors", entity.name, note, "", "entity", also)

    def _commands(self) -> Iterable[Entry]:
        self._window.actions_.refresh()
        for command in self._window.actions_.commands:
            usable = self._window.actions_.action(command.id).isEnabled()
            here = command.scope in ("window", self._window.screen_name) or (
                command.scope == "text" and self._window.screen_name == "code"
            )
            if usable and here and command.id not in _LEFT_OUT and command.calls != "tag":
                yield self._command_entry(command, "Commands")

    def _named(self, name: str) -> list[ArticleSummary]:
        """Articles that a few letters may mean; the open one where none are typed."""
        listed = self._window.code.queue.model.order()
        session = self._desk.session
        if not name:
            return [a for a in listed if session is not None and a.id == session.article.id]
        exact = [a for a in listed if a.key == name] or [a for a in listed if begins(a.key, name)]
        if exact:
            return exact[:_PLACES]
        by_id = {article.id: article for article in listed}
        found = find_entries(self._articles(), name, per_group=_PLACES)
        return [by_id[hit.entry.id[1]] for _, hits in found for hit in hits]  # type: ignore[index]

    @staticmethod
    def _place_entry(link: PlaceLink, text: str, note: str = "") -> Entry:
        return Entry(("place", link), "Places", text, note, icon="arrow_right")

    def _articles(self) -> Iterable[Entry]:
        for article in self._window.code.queue.model.order():
            yield Entry(
                ("article", article.id),
                "Articles",
                article.title,
                second_line(article),
                icon="document",
                also=(article.key, article.outlet),
            )

    @staticmethod
    def _command_entry(command: Command, group: str) -> Entry:
        key = key_text(command.keys[0]) if command.keys else ""
        text = command.text.rstrip("…")
        if command.menu in ("Go", "View") and command.argument:
            text = f"{'Go to' if command.menu == 'Go' else 'Theme:'} {text.lower()}"
        return Entry(("command", command.id), group, text, "", key, command.icon or "arrow_right")

    def _recent_entry(self, act: Recent) -> Entry | None:
        codebook = self._desk.codebook
        if not act.variable:
            label = codebook.span_type(act.type).label
            return Entry(("command", f"tag:{act.type}"), "Done last", f"Tag as {label}")
        attributes = codebook.attributes_of(act.type)
        attribute = next((a for a in attributes if a.id == act.variable), None)
        if attribute is None:
            return None
        category = attribute.find_category(act.value)
        if attribute.role == "entity":
            shown = EntityIndex(self._entities()).label(str(act.value))
        elif category is not None:
            shown = category.shown
        else:
            return None
        words = f"{attribute.label}: {shown}"
        return Entry(("value", attribute.id, act.value), "Done last", words, icon="check")

    # --- runs -------------------------------------------------------------------------------

    def _run_command(self, command_id: str) -> None:
        self._window.actions_.action(command_id).trigger()

    def _set_value(self, variable_id: str, content: Any) -> None:
        desk, chosen = self._desk, self._desk.selected
        assert desk.session is not None
        coding = desk.session.coding
        attributes = (
            desk.codebook.attributes_of(chosen.type) if chosen else desk.codebook.article_variables
        )
        cells: Cells = chosen.values if chosen else coding.values if coding else {}
        attribute = next(a for a in attributes if a.id == variable_id)
        cell = value(content)
        if attribute.holds_list:
            held = plain_list(cells.get(variable_id))
            cell = value([i for i in held if i != content] if content in held else [*held, content])
        if chosen is not None:
            desk.acts.set_value(variable_id, cell)
        else:
            desk.acts.set_article_value(variable_id, cell)

    def _run_actor(self, key: str) -> None:
        """Name the selected mention; tag selected text as a mention; else go to the next one."""
        desk, chosen = self._desk, self._desk.selected
        type_id = self._mention_type()
        if self._window.code.view.selection() is not None and type_id and not desk.read_only:
            self._window.code.acts.tag(type_id)
            chosen = desk.selected
        naming = chosen is not None and self._entity_attribute(chosen.type)
        if naming and not desk.read_only:
            desk.acts.set_value(naming, value(key))
            return
        index = EntityIndex(self._entities())

        def is_mention(annotation: Annotation) -> bool:
            written = written_entity(annotation, desk.codebook)
            return written is not None and index.resolve(written) == key

        if not desk.step_coding(True, self._window.code.view.caret(), is_mention):
            self._window.status.warn(f"No coding here names {index.label(key)}.")

    # --- helpers ----------------------------------------------------------------------------

    def _mention_type(self) -> str:
        """The type whose codings name an entity, empty where the codebook has none."""
        types = self._desk.codebook.span_types
        return next((t.id for t in types if t.attribute_by_role("entity")), "")

    def _entity_attribute(self, type_id: str) -> str:
        attribute = self._desk.codebook.span_type(type_id).attribute_by_role("entity")
        return attribute.id if attribute is not None and not attribute.holds_list else ""

    def _mentions(self) -> dict[str, int]:
        session, counts = self._desk.session, dict[str, int]()
        if session is None:
            return counts
        index = EntityIndex(self._entities())
        for annotation in session.annotations.values():
            written = written_entity(annotation, self._desk.codebook)
            if written:
                key = index.resolve(written)
                counts[key] = counts.get(key, 0) + 1
        return counts

    def _entities(self) -> list[Any]:
        assert self._window.bridge is not None
        return self._window.bridge.project.entities()
