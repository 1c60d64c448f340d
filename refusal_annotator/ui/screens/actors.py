"""The actors of the study: found, renamed, merged and split; and below, the study's history.

Links across articles stand in that history too, and are taken back here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.ui.models.actors import WIDTHS, ActorModel
from refusal_annotator.ui.panels.actor_card import ActorCard
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.study_history_panel import StudyHistoryPanel
from refusal_annotator.ui.project_bridge import ProjectBridge
from refusal_annotator.ui.widgets import (
    DataTable,
    Divider,
    EmptyState,
    PanelHead,
    SearchField,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import OpenProject

_TOUCHED = frozenset({"entity", "entity_link", "link", "annotation", "coder"})


class ActorsScreen(QWidget):
    """A table of actors at the left, the chosen ones at the right; each change is one act."""

    status_changed = Signal(object)  # CodeStatus
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._stale = True
        self._last = ""
        self._labels: tuple[str | None, str | None] = (None, None)
        self.model = ActorModel(self)
        self.table = DataTable(self.tr("Actors"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(DataTable.SelectionMode.ExtendedSelection)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.card = ActorCard()
        self.search = SearchField(self.tr("Name, spelling, class"))
        self.empty = EmptyState("entity", "")
        self.history = StudyHistoryPanel()
        self.head = PanelHead(self.tr("Actors"))
        # A change of codings alters the counts; many may come at once.
        self._timer = QTimer(self, singleShot=True, interval=200)
        self._timer.timeout.connect(self._read_if_seen)
        self._build()
        self._connect()
        self._show()

    # --- project ----------------------------------------------------------------------------

    def set_project(self, bridge: ProjectBridge | None, coder: Coder | None = None) -> None:
        """Work on a project as a coder, or on none."""
        if self._bridge is not None:
            self._bridge.changed.disconnect(self._on_changed)
        self._bridge, self._coder = bridge, coder
        if bridge is not None:
            bridge.changed.connect(self._on_changed)
        self._stale, self._labels, self._last = True, (None, None), ""
        self.search.clear()
        self.model.set_actors(())
        self._read_if_seen()

    def refresh(self) -> None:
        """Read the actors anew, if anything changed since."""
        if not self._stale or self._bridge is None or self._coder is None:
            return
        from refusal_annotator.workspace.entities import actors_of
        from refusal_annotator.workspace.study_history import study_history

        self._stale = False
        project = self._bridge.project
        keep = [a.entity.id for a in self.chosen()]
        self.model.set_actors(actors_of(project, self._coder))
        history = study_history(project, self._coder.id)
        self._labels = tuple(act.label if act else None for act in (history.undo, history.redo))  # type: ignore[assignment]
        self.history.show_history(history, writable=self.writable)
        self._select(keep)
        self._show()

    def status(self) -> CodeStatus:
        """The sentence at the foot of the window."""
        keys = (("M", "merge"), ("S", "split"), ("F2", "rename"), ("?", "keys"))
        if self._last:
            return CodeStatus(self._last, "· undo brings it back", keys)
        return CodeStatus(_count(self.model.total), "· merging changes no coding", keys)

    # --- what is chosen ---------------------------------------------------------------------

    def chosen(self) -> list:
        """The chosen actors, in the order of the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [actor for row in rows if (actor := self.model.actor(row)) is not None]

    @property
    def writable(self) -> bool:
        """Whether actors may be changed."""
        return self._bridge is not None and not self._bridge.project.read_only

    @property
    def undo_label(self) -> str | None:
        """Label of the act on the study that undo takes back."""
        return self._labels[0] if self.writable else None

    @property
    def redo_label(self) -> str | None:
        """Label of the act on the study that redo does again."""
        return self._labels[1] if self.writable else None

    # --- acts -------------------------------------------------------------------------------

    def rename(self) -> None:
        """Go to the name of the chosen actor."""
        self.card.begin_renaming()

    def merge(self) -> None:
        """Let the chosen actors be one."""
        self.card.merge()

    def split(self) -> None:
        """Make the ticked spellings an actor of their own."""
        self.card.split()

    def undo(self) -> None:
        """Take back the last act on the study."""
        from refusal_annotator.workspace.study_history import undo_study

        self._turn(undo_study, self.tr("Taken back: {0}"))

    def redo(self) -> None:
        """Do again what was taken back."""
        from refusal_annotator.workspace.study_history import redo_study

        self._turn(redo_study, self.tr("Done again: {0}"))

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.search.setFixedWidth(240)
        self.head.add(self.search)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._pages, 1)
        row.addWidget(Divider(upright=True))
        row.addWidget(self.card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        column.addWidget(self.history)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._on_selected())
        self.history.undo_wanted.connect(self.undo)
        self.history.redo_wanted.connect(self.redo)
        card = self.card
        card.renamed.connect(self._rename)
        card.class_set.connect(self._set_class)
        card.spelling_added.connect(self._add_spelling)
        card.spellings_removed.connect(self._remove_spellings)
        card.split_wanted.connect(self._split)
        card.merge_wanted.connect(self._merge)

    # --- following --------------------------------------------------------------------------

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def _on_changed(self, change_set: ChangeSet, _: object) -> None:
        if _TOUCHED.isdisjoint(change.table for change in change_set.changes):
            return
        self._stale = True
        self._timer.start()

    def _read_if_seen(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_search(self, text: str) -> None:
        keep = [a.entity.id for a in self.chosen()]
        self.model.set_filter(text)
        self._select(keep)
        self._show()

    def _on_selected(self) -> None:
        self.card.show_actors(self.chosen(), writable=self.writable)
        self.selection_changed.emit()

    def _select(self, actor_ids: list[UUID]) -> None:
        rows = [row for i in actor_ids if (row := self.model.row_of(i)) >= 0]
        if not rows and self.model.rowCount() and actor_ids:
            rows = [0]
        model = self.table.selectionModel()
        model.clear()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            model.select(self.model.index(row, 0), flags)
        if rows:
            model.setCurrentIndex(
                self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.table.scrollTo(self.model.index(rows[0], 0))
        self._on_selected()

    def _show(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.head.set_texts(self.tr("Actors"), _count(total) if total else "")
        self._pages.setCurrentIndex(0 if shown else 1)
        if not total:
            self.empty.set_state(
                "entity",
                self.tr("No actors yet"),
                self.tr("An actor is made when a coding names it for the first time."),
            )
        elif not shown:
            self.empty.set_state(
                "search",
                self.tr("No actor is written so"),
                self.tr("Esc empties the search."),
            )
        self.status_changed.emit(self.status())

    # --- doing ------------------------------------------------------------------------------

    def _rename(self, actor_id: UUID, name: str) -> None:
        from refusal_annotator.workspace.entities import rename_entity

        self._do(lambda p, c: rename_entity(p, actor_id, name, c), choose=actor_id)

    def _set_class(self, actor_id: UUID, name: str) -> None:
        from refusal_annotator.workspace.entities import set_entity_class

        self._do(lambda p, c: set_entity_class(p, actor_id, name, c), choose=actor_id)

    def _add_spelling(self, actor_id: UUID, spelling: str) -> None:
        from refusal_annotator.workspace.entities import set_aliases

        aliases = (*self._aliases(actor_id), spelling)
        self._do(lambda p, c: set_aliases(p, actor_id, aliases, c), choose=actor_id)

    def _remove_spellings(self, actor_id: UUID, gone: tuple[str, ...]) -> None:
        from refusal_annotator.workspace.entities import set_aliases

        aliases = tuple(a for a in self._aliases(actor_id) if a not in gone)
        self._do(lambda p, c: set_aliases(p, actor_id, aliases, c), choose=actor_id)

    def _split(self, actor_id: UUID, spellings: tuple[str, ...]) -> None:
        from refusal_annotator.workspace.entities import split_entity

        left = 0

        def act(project: OpenProject, coder_id: UUID) -> ChangeSet:
            nonlocal left
            made = split_entity(project, actor_id, spellings, coder_id)
            left = made.n_left
            return made.change_set

        more = ""
        if self._do(act, choose=actor_id) and left:
            more = self.tr(" · {0} codings of other coders still name the old actor").format(left)
        if more:
            self._last += more
            self.status_changed.emit(self.status())

    def _merge(self, stays: UUID, gone: tuple[UUID, ...]) -> None:
        from refusal_annotator.workspace.entities import merge_entities

        self._do(lambda p, c: merge_entities(p, stays, gone, c), choose=stays)

    def _aliases(self, actor_id: UUID) -> tuple[str, ...]:
        actor = self.model.actor(self.model.row_of(actor_id))
        return actor.entity.aliases if actor else ()

    def _do(self, act: Callable[[OpenProject, UUID], ChangeSet], *, choose: UUID) -> bool:
        if self._bridge is None or self._coder is None:
            return False
        project, coder_id = self._bridge.project, self._coder.id
        made = self._bridge.attempt(lambda: act(project, coder_id), initiator=self)
        if made is None:
            # What was typed and refused must not look as if it were stored.
            self._on_selected()
            return False
        self._after(made.label, choose)
        return True

    def _turn(self, turn: Callable[..., ChangeSet | None], words: str) -> None:
        if self._bridge is None or self._coder is None:
            return
        try:
            made = turn(self._bridge.project, self._coder.id, self)
        except AnnotatorError as error:
            self._bridge.refused.emit(error)
            return
        if made is not None:
            self._after(words.format(made.label), None)

    def _after(self, label: str, choose: UUID | None) -> None:
        self._last, self._stale = label, True
        self.refresh()
        if choose is not None and self.model.row_of(choose) >= 0:
            self._select([choose])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.status_changed.emit(self.status())


def _count(n: int) -> str:
    return "1 actor" if n == 1 else f"{n} actors"
