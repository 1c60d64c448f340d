"""Comments on the selected coding, or on the article, and what was done to the coding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.comments import Comment
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.models.lines import Line, LineModel
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Button,
    Divider,
    EmptyState,
    IconButton,
    PanelHead,
    RowList,
    SectionLabel,
    on_plane,
)

if TYPE_CHECKING:
    from refusal_annotator.ui.project_bridge import ProjectBridge
    from refusal_annotator.workspace.coding_history import HistoryEntry

_HEIGHT = 300
_QUOTE = 50
_TOUCHED = frozenset({"comment", "annotation", "link"})


class ThreadPanel(QWidget):
    """Follows the desk's selection; read only while it is shown."""

    left = Signal()

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self._desk = desk
        self._bridge: ProjectBridge | None = None
        self._coder: Coder | None = None
        self._editing: UUID | None = None
        self._comments: tuple[Comment, ...] = ()
        self.comments, self.history = LineModel(self), LineModel(self)
        self.head = PanelHead("")
        self.list = RowList(self.tr("Comments"), wrap=True)
        self.list.setModel(self.comments)
        self.acts = RowList(self.tr("History of the coding"), wrap=True)
        self.acts.setModel(self.history)
        self.none = EmptyState(
            "comment", self.tr("No comments yet"), self.tr("Write one below; Enter keeps it.")
        )
        self.line = _Line()
        self.settle = Button(self.tr("Settle"), icon="check")
        self.change = Button(self.tr("Change"))
        self.delete = Button(self.tr("Delete"), icon="delete")
        # Several signals come with one act.
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.refresh)
        self._build()
        self._connect()
        self.hide()

    # --- showing ----------------------------------------------------------------------------

    def set_project(self, bridge: ProjectBridge | None, coder: Coder | None) -> None:
        """Work in a project as a coder, or in none."""
        if self._bridge is not None:
            self._bridge.changed.disconnect(self._on_changed)
        self._bridge, self._coder = bridge, coder
        if bridge is not None:
            bridge.changed.connect(self._on_changed)
        self.hide()

    def toggle(self) -> None:
        """Show it and take the focus, or put it away."""
        if self.isVisible():
            self.leave()
            return
        self.show()
        self.refresh()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Put it away."""
        self.hide()
        self.left.emit()

    def refresh(self) -> None:
        """Read comments and history anew."""
        from refusal_annotator.workspace.coding_history import history_of
        from refusal_annotator.workspace.comments import thread_of

        session, bridge, coder = self._desk.session, self._bridge, self._coder
        if not self.isVisible():
            return
        if session is None or bridge is None or coder is None:
            self.hide()
            return
        chosen = self._desk.selected
        kept = self._chosen_id()
        place = (session.article.id, chosen.id if chosen else None)
        self._comments = tuple(thread_of(bridge.project, coder, *place))
        names = {c.id: c.name for c in bridge.project.coders()}
        self.comments.set_lines([self._comment_line(c, names) for c in self._comments])
        acts = history_of(bridge.project, chosen.id) if chosen else []
        self.history.set_lines([_act_line(n, e) for n, e in enumerate(acts)])
        self.acts.scrollToBottom()
        title = self._desk.title(chosen) if chosen else self.tr("The article")
        quote = " ".join(chosen.quote.split()) if chosen else session.article.title
        quote = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE]}…"
        self.head.set_texts(title, quote)
        self._right.setVisible(chosen is not None)
        self._choose(kept)

    # --- acts -------------------------------------------------------------------------------

    def write(self) -> None:
        """Keep what is in the line: as a new comment, or in place of the one being changed."""
        from refusal_annotator.workspace.comments import add_comment, edit_comment

        session, coder, text = self._desk.session, self._coder, self.line.text()
        if session is None or coder is None or not text.strip():
            return
        editing, chosen = self._editing, self._desk.selected

        def act(project: Any) -> ChangeSet:
            if editing is not None:
                return edit_comment(project, coder.id, editing, text)
            place = (session.article.id, text, chosen.id if chosen else None)
            return add_comment(project, coder.id, *place)

        if self._do(act):
            self._stop_editing()

    def begin_changing(self) -> None:
        """Put the words of the chosen comment into the line."""
        comment = self.chosen()
        if comment is not None:
            self._editing = comment.id
            self.line.setText(comment.text.replace("\n", " "))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def delete_chosen(self) -> None:
        """Delete the chosen comment."""
        from refusal_annotator.workspace.comments import delete_comment

        comment, coder = self.chosen(), self._coder
        if comment is not None and coder is not None:
            self._do(lambda project: delete_comment(project, coder.id, comment.id))

    def settle_all(self) -> None:
        """Say that the matter is settled, or open it again."""
        from refusal_annotator.workspace.comments import settle_thread

        coder, comments = self._coder, self._comments
        if coder is None or not comments:
            return
        resolved = not self._is_settled()
        self._do(lambda project: settle_thread(project, coder, comments, resolved=resolved))

    def chosen(self) -> Comment | None:
        """The comment under the cursor."""
        row = self.list.currentIndex().row()
        return self._comments[row] if 0 <= row < len(self._comments) else None

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        close = IconButton("cross", self.tr("Hide comments and history"), key="Esc")
        close.clicked.connect(self.leave)
        self.head.add(close)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.none)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 6, 14, 8)
        foot.setSpacing(6)
        foot.addWidget(self.line, 1)
        for button in (self.settle, self.change, self.delete):
            foot.addWidget(button)
        own = QVBoxLayout()
        own.setSpacing(0)
        own.addWidget(self._pages, 1)
        own.addLayout(foot)
        self._right = QWidget()
        acts = QVBoxLayout(self._right)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(0)
        acts.addWidget(SectionLabel(self.tr("History")))
        acts.addWidget(self.acts, 1)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(own, 3)
        row.addWidget(Divider(upright=True))
        row.addWidget(self._right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        self.setFixedHeight(_HEIGHT)

    def _connect(self) -> None:
        self._desk.selection_changed.connect(self._on_news)
        self._desk.article_changed.connect(self._on_news)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())
        self.line.returnPressed.connect(self.write)
        self.line.left.connect(self._on_esc)
        self.settle.clicked.connect(self.settle_all)
        self.change.clicked.connect(self.begin_changing)
        self.delete.clicked.connect(self.delete_chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            line = QRect(0, 0, self.width(), 1)
            painter.fillRect(line, current_theme().colour("divider"))

    # --- following --------------------------------------------------------------------------

    def _on_changed(self, change_set: ChangeSet, _: object) -> None:
        if not _TOUCHED.isdisjoint(change.table for change in change_set.changes):
            self._on_news()

    def _on_news(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _on_esc(self) -> None:
        if self._editing is not None or self.line.text():
            self._stop_editing()
        else:
            self.leave()

    def _stop_editing(self) -> None:
        self._editing = None
        self.line.clear()

    def _do(self, act: Callable[[Any], ChangeSet]) -> bool:
        bridge = self._bridge
        if bridge is None:
            return False
        done = bridge.attempt(lambda: act(bridge.project), initiator=self) is not None
        self.refresh()
        return done

    # --- words ------------------------------------------------------------------------------

    def _chosen_id(self) -> UUID | None:
        comment = self.chosen()
        return comment.id if comment else None

    def _choose(self, comment_id: UUID | None) -> None:
        row = self.comments.row_of(comment_id)
        row = row if row >= 0 else len(self._comments) - 1
        self._pages.setCurrentIndex(0 if self._comments else 1)
        if row >= 0:
            self.list.setCurrentIndex(self.comments.index(row))
        self._show_buttons()

    def _show_buttons(self) -> None:
        comment, coder = self.chosen(), self._coder
        writable = self._bridge is not None and not self._bridge.project.read_only
        own = comment is not None and coder is not None and comment.coder_id == coder.id
        self.change.setEnabled(own and writable)
        self.delete.setEnabled(own and writable)
        self.settle.setEnabled(bool(self._comments) and writable)
        self.settle.setText(self.tr("Open again") if self._is_settled() else self.tr("Settle"))
        self.line.setReadOnly(not writable)

    def _is_settled(self) -> bool:
        return bool(self._comments) and all(c.resolved for c in self._comments)

    def _comment_line(self, comment: Comment, names: dict[UUID, str]) -> Line:
        detail = f"{names.get(comment.coder_id, '')} · {shown_moment(comment.created)}"
        note = self.tr("settled") if comment.resolved else ""
        tone = "text_muted" if comment.resolved else ""
        return Line(comment.id, comment.text.replace("\n", " "), detail, note, tone=tone)


class _Line(QLineEdit):
    """The line to write in; Esc empties it, then leaves."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("Write a comment"))
        self.setAccessibleName(self.tr("Write a comment"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def shown_moment(moment: datetime) -> str:
    """A moment as lists show it, in the time of this computer: ``4 Mar 2026, 14:05``."""
    local = moment.astimezone()
    return f"{local.day} {local:%b %Y, %H:%M}"


def _act_line(number: int, entry: HistoryEntry) -> Line:
    said = "; ".join(str(change) for change in entry.changes)
    who = f"{entry.coder} · " if entry.coder else ""
    return Line(number, said, f"{who}{shown_moment(entry.time)} · {entry.act}")
