"""The chosen actor to the right of the table: name, class, spellings; or several, to be merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.ui.widgets import (
    Button,
    EmptyState,
    Label,
    Option,
    OptionList,
    PanelHead,
    SectionLabel,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.workspace.entities import Actor

WIDTH = 348


class ActorCard(QWidget):
    """Asks for changes; whoever owns it makes them and shows the outcome with `show_actors`."""

    renamed = Signal(object, str)  # entity id, name
    class_set = Signal(object, str)
    spelling_added = Signal(object, str)
    spellings_removed = Signal(object, tuple)
    split_wanted = Signal(object, tuple)  # entity id, spellings
    merge_wanted = Signal(object, tuple)  # the id that stays, the others

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setFixedWidth(WIDTH)
        self._actors: tuple[Actor, ...] = ()
        self._ticked: tuple[str, ...] = ()
        self._stays: UUID | None = None
        self._writable = True
        self.head = PanelHead("")
        self.empty = EmptyState("entity", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._one_page())
        self._pages.addWidget(self._several_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        self.show_actors(())

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The actors that are shown."""
        return self._actors

    @property
    def ticked(self) -> tuple[str, ...]:
        """Spellings that are ticked."""
        return self._ticked

    def show_actors(self, actors: Sequence[Actor], *, writable: bool = True) -> None:
        """Show one actor, or several that may be merged."""
        ids = [a.entity.id for a in actors]
        if ids != [a.entity.id for a in self._actors]:
            self._ticked, self._stays = (), None
        self._actors, self._writable = tuple(actors), writable
        self._pages.setCurrentIndex(min(2, len(actors)))
        if not actors:
            self._show_nothing()
        elif len(actors) == 1:
            self._show_one(actors[0])
        else:
            self._show_several()

    def begin_renaming(self) -> None:
        """Put the cursor into the name."""
        if len(self._actors) == 1:
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.name.selectAll()

    def split(self) -> None:
        """Ask for the ticked spellings to become another actor."""
        if self._writable and len(self._actors) == 1 and self._ticked:
            self.split_wanted.emit(self._actors[0].entity.id, self._ticked)

    def merge(self) -> None:
        """Ask for the shown actors to be one."""
        if self._writable and len(self._actors) > 1:
            gone = tuple(a.entity.id for a in self._actors if a.entity.id != self._stays)
            self.merge_wanted.emit(self._stays, gone)

    # --- pages ------------------------------------------------------------------------------

    def _one_page(self) -> QWidget:
        self.name = _Edit(self.tr("Name"))
        self.name.kept.connect(lambda text: self._tell(self.renamed, text))
        self.kind = _Edit(self.tr("Class"))
        self.kind.kept.connect(lambda text: self._tell(self.class_set, text))
        self.spellings = OptionList(self.tr("Spellings"))
        self.spellings.chosen.connect(self._tick)
        self.more = _Edit(self.tr("Add a spelling"), keeps=False)
        self.more.setPlaceholderText(self.tr("Add a spelling"))
        self.more.kept.connect(lambda text: self._tell(self.spelling_added, text))
        self.split_button = Button(self.tr("Split off"), icon="split", key="S")
        self.split_button.clicked.connect(self.split)
        self.remove = Button(self.tr("Remove"), icon="delete")
        self.remove.clicked.connect(self._remove)
        self.hint = Label("", role="small", tone="muted", wrap=True)
        page, column = _page()
        for title, edit in ((self.tr("Name"), self.name), (self.tr("Class"), self.kind)):
            words = Label(title, role="small", tone="muted", weight=600)
            words.setBuddy(edit)
            column.addWidget(words)
            column.addWidget(edit)
            column.addSpacing(6)
        column.addWidget(SectionLabel(self.tr("Spellings"), margins=(0, 6, 0, 0)))
        column.addWidget(self.spellings)
        column.addWidget(self.more)
        column.addWidget(self.hint)
        for button in (self.split_button, self.remove):
            column.addWidget(button)
        column.addStretch(1)
        return page

    def _several_page(self) -> QWidget:
        self.choices = OptionList(self.tr("Which name stays"))
        self.choices.chosen.connect(self._keep)
        self.merge_button = Button("", variant="primary", icon="merge", key="M")
        self.merge_button.clicked.connect(self.merge)
        page, column = _page()
        column.addWidget(Label(self.tr("Which name stays?"), weight=600))
        column.addWidget(self.choices)
        words = self.tr(
            "Codings keep what they name; from now on all of these mean one actor, in agreement "
            "and export too. Undo brings them back."
        )
        column.addWidget(Label(words, role="small", tone="muted", wrap=True))
        column.addSpacing(6)
        column.addWidget(self.merge_button)
        column.addStretch(1)
        return page

    # --- showing ----------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        self.head.set_texts(self.tr("Actor"))
        self.empty.set_state(
            "entity",
            self.tr("No actor chosen"),
            self.tr("Choose one to rename or split it, or several with Shift or Ctrl to merge."),
        )

    def _show_one(self, actor: Actor) -> None:
        self.head.set_texts(self.tr("Actor"), actor.entity.key)
        self.name.show_text(actor.name)
        self.kind.show_text(actor.entity.entity_class or "")
        self._ticked = tuple(s for s in self._ticked if s in actor.spellings)
        self.spellings.set_options(
            [
                Option(s, s, checked=s in self._ticked, note=self._note(actor, s))
                for s in actor.spellings
                if s != actor.name
            ],
            current=self.spellings.current(),
        )
        self.spellings.setVisible(len(actor.spellings) > 1)
        for edit in (self.name, self.kind, self.more):
            edit.setReadOnly(not self._writable)
        self._show_buttons(actor)

    def _show_buttons(self, actor: Actor) -> None:
        count = len(self._ticked)
        some = bool(count) and self._writable
        removable = all(s in actor.entity.aliases for s in self._ticked)
        self.split_button.setEnabled(some)
        self.remove.setEnabled(some and removable)
        spellings = self.tr("1 spelling") if count == 1 else self.tr("{0} spellings").format(count)
        spellings = spellings if count else self.tr("spellings")
        for button in (self.split_button, self.remove):
            button.setVisible(len(actor.spellings) > 1)
        self.split_button.setText(self.tr("Split off {0}").format(spellings))
        self.remove.setText(self.tr("Remove {0}").format(spellings))
        if len(actor.spellings) == 1:
            hint = self.tr("It has no other spelling.")
        elif not count:
            hint = self.tr("Tick spellings that mean somebody else, to split them off.")
        else:
            hint = self.tr("Your codings that are written so go with them.")
        self.hint.setText(hint)

    def _show_several(self) -> None:
        self.head.set_texts(self.tr("{0} actors").format(len(self._actors)))
        if self._stays is None:
            # The one that most codings name is most likely the right one.
            self._stays = max(self._actors, key=lambda a: a.n_codings).entity.id
        self.choices.set_options(
            [
                Option(
                    a.entity.id,
                    a.name,
                    checked=a.entity.id == self._stays,
                    note=_codings(a.n_codings),
                )
                for a in self._actors
            ],
            current=self._stays,
        )
        stays = next(a for a in self._actors if a.entity.id == self._stays)
        self.merge_button.setText(self.tr("Merge {0} actors").format(len(self._actors)))
        self.merge_button.setAccessibleDescription(stays.name)
        self.merge_button.setEnabled(self._writable)

    @staticmethod
    def _note(actor: Actor, spelling: str) -> str:
        merged = any(spelling == (e.name or e.key) for e in actor.merged)
        return "merged in" if merged else ""

    # --- answers ----------------------------------------------------------------------------

    def _tell(self, signal: SignalInstance, text: str) -> None:
        if self._writable and len(self._actors) == 1:
            signal.emit(self._actors[0].entity.id, text)

    def _tick(self, spelling: object) -> None:
        word = str(spelling)
        ticked = self._ticked
        self._ticked = tuple(s for s in ticked if s != word) if word in ticked else (*ticked, word)
        self._show_one(self._actors[0])
        self.spellings.set_current(word)

    def _keep(self, actor_id: object) -> None:
        self._stays = actor_id if isinstance(actor_id, UUID) else None
        self._show_several()

    def _remove(self) -> None:
        self.spellings_removed.emit(self._actors[0].entity.id, self._ticked)


class _Edit(QLineEdit):
    """A line that tells what was typed on Enter or when it is left, and Esc puts back."""

    kept = Signal(str)

    def __init__(self, name: str, *, keeps: bool = True) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._stored, self._keeps = "", keeps
        self.editingFinished.connect(self._keep)

    def show_text(self, text: str) -> None:
        """Show what is stored."""
        self._stored = text
        if self.text() != text:
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._stored)
            return
        super().keyPressEvent(event)

    def _keep(self) -> None:
        text = self.text().strip()
        if text == self._stored:
            return
        if not self._keeps:
            self.clear()
        self.kept.emit(text)


def _page() -> tuple[QWidget, QVBoxLayout]:
    inner = QWidget()
    on_plane(inner, "surface")
    column = QVBoxLayout(inner)
    column.setContentsMargins(14, 14, 14, 14)
    column.setSpacing(6)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(inner)
    return area, column


def _codings(count: int) -> str:
    return "1 coding" if count == 1 else f"{count} codings"
