"""Comments on the selected coding, or on the article, folded in the inspector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from refusal_annotator.domain.changes import ChangeSet
from refusal_annotator.domain.coders import Coder
from refusal_annotator.domain.comments import Comment
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.models.lines import Line, LineModel
from refusal_annotator.ui.panels.folds import ReadingFold, TallList
from refusal_annotator.ui.panels.history_fold import shown_moment
from refusal_annotator.ui.widgets import Button, Label

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import OpenProject


@dataclass(frozen=True, slots=True)
class Thread:
    """Comments that this coder may read, and the names of who wrote them."""

    comments: tuple[Comment, ...]
    names: dict[UUID, str]


class ThreadFold(ReadingFold[Thread]):
    """One's own comments are changed and deleted here; anybody who reads a thread may settle it."""

    def __init__(
        self, desk: CodingDesk, parent: QWidget | None = None, *, of_article: bool = False
    ) -> None:
        super().__init__(desk, "", "Shift+C", parent)
        self.fold.set_text(
            self.tr("Comments on the article") if of_article else self.tr("Comments")
        )
        self._of_article = of_article
        self._about: UUID | None = None
        self._editing: UUID | None = None
        self._thread = Thread((), {})
        self.lines = LineModel(self)
        self.list = TallList(self.tr("Comments"), wrap=True)
        self.list.setModel(self.lines)
        self.none = Label(self.tr("No comments yet. Enter keeps what you write."), role="small")
        self.none.set_tone("muted")
        self.line = _Line(self.tr("Write a comment"))
        self.change = Button(self.tr("Change"))
        self.delete = Button(self.tr("Delete"))
        self.settle = Button(self.tr("Settle"))
        self._build()
        self.line.returnPressed.connect(self.write)
        self.line.left.connect(self._on_escape)
        self.change.clicked.connect(self.begin_changing)
        self.delete.clicked.connect(self.delete_chosen)
        self.settle.clicked.connect(self.settle_all)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_buttons())

    # --- reading --------------------------------------------------------------------------------

    @property
    def about(self) -> UUID | None:
        """The coding whose comments these are; None stands for the article."""
        chosen = self.desk.selected
        return chosen.id if chosen is not None and not self._of_article else None

    def question(self) -> Callable[[OpenProject], Thread] | None:
        from refusal_annotator.workspace.comments import thread_of

        session = self.desk.session
        if session is None:
            return None
        if self._about != self.about:
            # What was begun about another coding does not belong here.
            self._about = self.about
            self._stop_editing()
        coder, place = session.coder, (session.article.id, self.about)

        def read(project: OpenProject) -> Thread:
            names = {person.id: person.name for person in project.coders()}
            return Thread(tuple(thread_of(project, coder, *place)), names)

        return read

    def show_found(self, found: Thread) -> None:
        kept = self.chosen()
        self._thread = found
        self.lines.set_lines([_comment_line(c, found.names) for c in found.comments])
        self.list.setVisible(bool(found.comments))
        self.none.setVisible(not found.comments)
        self.list.fit()
        row = self.lines.row_of(kept.id if kept else None)
        row = row if row >= 0 else len(found.comments) - 1
        if row >= 0:
            self.list.setCurrentIndex(self.lines.index(row))
        self._show_buttons()

    def enter(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen(self) -> Comment | None:
        """The comment under the cursor."""
        row, comments = self.list.currentIndex().row(), self._thread.comments
        return comments[row] if 0 <= row < len(comments) else None

    # --- acts -----------------------------------------------------------------------------------

    def write(self) -> None:
        """Keep what is in the line: as a new comment, or in place of the one being changed."""
        from refusal_annotator.workspace.comments import add_comment, edit_comment

        session, text, editing = self.desk.session, self.line.text(), self._editing
        if session is None or not text.strip():
            return
        coder_id, article_id, about = session.coder.id, session.article.id, self.about

        def act(project: OpenProject) -> ChangeSet:
            if editing is not None:
                return edit_comment(project, coder_id, editing, text)
            return add_comment(project, coder_id, article_id, text, about)

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
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle_all(self) -> None:
        """Say that the matter is settled, or open it again."""
        from refusal_annotator.workspace.comments import settle_thread

        comments, coder, resolved = self._thread.comments, self._coder, not self._is_settled
        if comments and coder is not None:
            self._do(lambda project: settle_thread(project, coder, comments, resolved=resolved))

    # --- inside ---------------------------------------------------------------------------------

    @property
    def _coder(self) -> Coder | None:
        return self.desk.session.coder if self.desk.session is not None else None

    @property
    def _is_settled(self) -> bool:
        return bool(self._thread.comments) and all(c.resolved for c in self._thread.comments)

    def _do(self, act: Callable[[OpenProject], ChangeSet]) -> bool:
        bridge = self.desk.bridge
        done = bridge.attempt(lambda: act(bridge.project), initiator=self) is not None
        self.refresh()
        return done

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.change, self.delete, self.settle):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(20, 0, 14, 8)
        column.setSpacing(6)
        self.none.setContentsMargins(14, 0, 0, 0)
        column.addWidget(self.none)
        column.addWidget(self.list)
        column.addWidget(self.line)
        column.addLayout(buttons)
        self.list.hide()

    def _on_escape(self) -> None:
        if self._editing is not None or self.line.text():
            self._stop_editing()
        else:
            self.left.emit()

    def _stop_editing(self) -> None:
        self._editing = None
        self.line.clear()

    def _show_buttons(self) -> None:
        comment, coder = self.chosen(), self._coder
        writable = self.desk.session is not None and not self.desk.bridge.project.read_only
        own = comment is not None and coder is not None and comment.coder_id == coder.id
        self.change.setEnabled(own and writable)
        self.delete.setEnabled(own and writable)
        self.settle.setEnabled(bool(self._thread.comments) and writable)
        self.settle.setText(self.tr("Open again") if self._is_settled else self.tr("Settle"))
        self.line.setReadOnly(not writable)


class _Line(QLineEdit):
    """The line to write in; Esc empties it, then leaves."""

    left = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _comment_line(comment: Comment, names: dict[UUID, str]) -> Line:
    detail = f"{names.get(comment.coder_id, '')} · {shown_moment(comment.created)}"
    note, tone = ("settled", "text_muted") if comment.resolved else ("", "")
    return Line(comment.id, comment.text.replace("\n", " "), detail, note, tone=tone)
