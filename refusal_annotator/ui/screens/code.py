"""The coding screen: articles at the left, the text, the inspector at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.coding.article_pane import ArticlePane
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.desk.shown import MarkChange
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.mode_keys import ModeKeys
from refusal_annotator.ui.panel_layout import ROOMY, PanelLayout
from refusal_annotator.ui.panels.bars import CodingToolBar, DecisionBar
from refusal_annotator.ui.panels.code_menu import CodeMenu
from refusal_annotator.ui.panels.code_status import status_of
from refusal_annotator.ui.panels.inspector import WIDTH as INSPECTOR_WIDTH
from refusal_annotator.ui.panels.inspector import InspectorPanel
from refusal_annotator.ui.panels.mode_banner import ModeBanner
from refusal_annotator.ui.panels.nothing_open import NothingOpen
from refusal_annotator.ui.panels.queue import WIDTH as QUEUE_WIDTH
from refusal_annotator.ui.panels.queue import QueuePanel
from refusal_annotator.ui.parts_mode import PartsMode
from refusal_annotator.ui.screens.code_acts import CodeActs, Quiet
from refusal_annotator.ui.session_marks import article_content
from refusal_annotator.ui.tab_order import step_focus
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.visits import Visits
from refusal_annotator.ui.widgets import on_plane

if TYPE_CHECKING:
    from refusal_annotator.workspace.project import ArticleSummary

READ_AHEAD_MS = 600  # after an article was opened; its coder reads then


class CodeScreen(QWidget):
    """Text, marks and panels follow the desk; keys and the mouse go to the desk."""

    status_changed = Signal(object)  # CodeStatus
    import_wanted = Signal()
    finish_wanted = Signal()

    def __init__(self, desk: CodingDesk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._actions = desk, actions
        self._quiet = Quiet()
        self.queue = QueuePanel()
        self.pane = ArticlePane()
        self.view = self.pane.view
        self.inspector = InspectorPanel(desk)
        self.toolbar = CodingToolBar(actions)
        self.banner = ModeBanner()
        self._parts = PartsMode(desk, self)
        self.acts = CodeActs(desk, self.view, self.inspector, self._parts, self._quiet, self)
        calls: dict[str, Callable[[], object]] = {
            "accept": self.acts.accept,
            "accept_and_edit": self.acts.accept_and_edit,
            "reject": desk.deciding.reject,
            "skip": desk.deciding.skip,
            "accept_sentence": desk.deciding.accept_sentence,
        }
        self.decisions = DecisionBar(calls)
        self.nothing = NothingOpen()
        self._visits = Visits(desk, self.view, self.inspector, self)
        self._keys = ModeKeys(desk, self.view, self._parts, self.acts.caret_to)
        self.menu = CodeMenu(desk, self.view, actions, self)
        self._ahead_timer = QTimer(self, singleShot=True, interval=READ_AHEAD_MS)
        self._ahead_timer.timeout.connect(lambda: self._read_ahead(self.queue.neighbour(True)))
        self._build()
        self._connect()
        actions.set_scope("code", self)
        actions.set_scope("text", self.view)
        self._show_article()

    # --- what the window asks ---------------------------------------------------------------

    def set_articles(self, articles: list[ArticleSummary]) -> None:
        """Show the coder's articles."""
        self.queue.set_articles(articles)
        if self._desk.session is None:
            self.nothing.show_articles(articles)

    def set_context(self, context: EditorContext | None) -> None:
        """What editors may ask of the project."""
        if context is None:
            self._ahead_timer.stop()
            self.queue.forget_approach()
        self.inspector.set_context(context)
        self.toolbar.set_codebook(context.codebook if context else None)

    def open_article(self, article_id: UUID) -> None:
        """Take up an article."""
        self._desk.open_article(article_id)
        self.queue.set_current(article_id)
        self._ahead_timer.start()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_back(self) -> None:
        """Take up the article that was open when the program ended, at the very place."""
        place = self._visits.last_place()
        listed = {a.id for a in self.queue.model.order() if a.status != CodingStatus.FINISHED}
        if place is not None and place.article_id in listed:
            self.open_article(place.article_id)
            self._quiet.do(lambda: self._visits.restore(place))

    def step_article(self, forward: bool) -> None:
        """Next or last article of the list."""
        target = self.queue.neighbour(forward)
        if target is not None:
            self.open_article(target)

    def open_search(self) -> None:
        """Open the search; what is selected is what to look for."""
        self.pane.find_bar.open()

    def find_again(self, *, backwards: bool) -> None:
        """Next or last hit."""
        if self.pane.find_bar.isVisible():
            self.pane.find_bar.go(backwards=backwards)
        else:
            self.open_search()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from the list to the text, on through the inspector, then round again."""
        regions = (self.queue, self.pane, self.nothing, self.inspector, self.toolbar)
        if step_focus(self, regions, forward=forward):
            return True
        return super().focusNextPrevChild(forward)

    def set_queue_visible(self, on: bool) -> None:
        """Show or hide the list of articles, whatever the width."""
        self.panels.set_queue_visible(on)

    def set_inspector_visible(self, on: bool) -> None:
        """Show or hide the inspector."""
        self.panels.set_inspector_visible(on)

    # --- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        on_plane(self, "surface")
        self.pane.top.addWidget(self.banner)
        self.pane.bottom.addWidget(self.decisions)
        centre = QWidget()
        on_plane(centre, "surface")
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.pane, 1)
        column.addWidget(self.nothing, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.queue, centre, self.inspector):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([QUEUE_WIDTH, 800, INSPECTOR_WIDTH])
        self.panels = PanelLayout(self.splitter, self.queue, self.inspector, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)
        for part in (self.banner, self.decisions):
            part.hide()
        self.view.setTabChangesFocus(True)

    def _connect(self) -> None:
        desk, view = self._desk, self.view
        desk.article_changed.connect(lambda: self.panels.follow(desk.coder_id))
        desk.article_changed.connect(self._show_article)
        desk.add_work(view.loading)
        desk.marks_changed.connect(self._show_marks)
        desk.shown_changed.connect(self._on_shown)
        desk.mode_changed.connect(self._show_mode)
        self._parts.changed.connect(self._show_parts)
        view.span_clicked.connect(self._on_clicked)
        # A click tells of the caret first and of the span then; the span decides.
        self._caret_timer = QTimer(self, singleShot=True, interval=0)
        self._caret_timer.timeout.connect(self._on_caret)
        view.caret_moved.connect(lambda _: self._caret_timer.start())
        view.span_resized.connect(desk.acts.move)
        view.edge_left.connect(self._show_mode)
        view.context_requested.connect(self.menu.show)
        self.menu.clicked.connect(self._on_clicked)
        view.selection_changed.connect(lambda *_: self._tell_status())
        self.queue.opened.connect(self.open_article)
        self.queue.approached.connect(self._read_ahead)
        self.queue.import_wanted.connect(self.import_wanted)
        self.nothing.activated.connect(self._on_nothing)
        self.inspector.text_wanted.connect(self._to_text)
        self.pane.minimap.left.connect(self._to_text)
        self.inspector.jumped.connect(self._desk.select)
        self.inspector.delete_wanted.connect(desk.acts.delete)
        self.inspector.finish_wanted.connect(self._on_finish)
        self.toolbar.tag_wanted.connect(self.acts.tag)
        self.toolbar.link_wanted.connect(self.acts.toggle_link)
        self.toolbar.suggestion_wanted.connect(lambda: self.acts.step_suggestion(True))
        theme_manager().changed.connect(desk.refresh)
        self.acts.said.connect(self.status_changed)
        self.acts.inspector_wanted.connect(self._show_inspector)
        self.acts.next_wanted.connect(lambda: self.step_article(True))
        self.acts.edge_picked.connect(self._show_mode)
        # A selection that was there is gone, and nobody but the acts knows.
        self.acts.caret_put.connect(self._tell_status)

    # --- following the desk -----------------------------------------------------------------

    def _show_article(self) -> None:
        session = self._desk.session
        self.pane.setVisible(session is not None)
        self.nothing.setVisible(session is None)
        if session is None:
            # Whoever opens the same article next, perhaps another coder, starts with a fresh view.
            self._shown_version = None
            self.decisions.hide()
            self.banner.hide()
            self._show_toolbar()
            self._tell_status()
            return
        if self._shown_version != session.version.id:
            self._shown_version = session.version.id
            self._quiet.do(lambda: self.view.set_article(article_content(session)))
        self._quiet.do(self._visits.go_back)
        if self._desk.is_whole:
            self.view.set_marks(list(self._desk.marks.values()))
        else:
            self.view.set_marks_of(self._desk)
        self.view.set_numbers(self._desk.numbers)
        self._show_selection()

    _shown_version: UUID | None = None

    def _read_ahead(self, article_id: UUID | None) -> None:
        """Have an article ready before it is asked for: the next one, or one that is pointed at."""
        coder_id = self._desk.coder_id
        if article_id is not None and coder_id is not None:
            self._desk.bridge.read(lambda project: project.read_ahead(article_id, coder_id))

    def _on_nothing(self) -> None:
        target = self.queue.next_unfinished()
        if target is None:
            self.import_wanted.emit()
        else:
            self.open_article(target)

    def _show_marks(self, change: MarkChange) -> None:
        self.view.update_marks(change.changed, change.removed)

    def _on_shown(self, selection_too: bool) -> None:
        (self._show_selection if selection_too else self._on_content)()

    def _show_selection(self) -> None:
        desk = self._desk
        annotation, suggestion = desk.selected, desk.suggestion
        self.view.select(annotation.id if annotation else None)
        self.view.set_linked(desk.linked_ids())
        self.view.set_current_suggestion(suggestion.id if suggestion else None)
        shown = annotation or suggestion
        if shown is not None and not self._quiet.on:
            self.view.scroll_to(shown.id)
            self._quiet.do(lambda: self.view.set_caret(shown.start))
        self._show_decisions()
        self._show_toolbar()
        self._tell_status()

    def _on_content(self) -> None:
        self.view.set_linked(self._desk.linked_ids())
        shown = self._desk.selected.id if self._desk.selected else None
        if self.view.selected() != shown:
            self.view.select(shown)
        self._show_decisions()
        self._show_toolbar()
        self._tell_status()

    def _show_decisions(self) -> None:
        deciding = self._desk.suggestion is not None and not self._desk.read_only
        self.decisions.setVisible(deciding)
        if deciding:
            self.decisions.show_rest(self._desk.deciding.rest_of_sentence())

    def _show_toolbar(self) -> None:
        desk = self._desk
        source = desk.selected
        starts = source is not None and bool(desk.codebook.relations_from(source.type))
        self.toolbar.show_state(
            linking=desk.linking is not None,
            linkable=starts and not desk.read_only,
            waiting=desk.n_suggestions,
            writable=desk.session is not None and not desk.read_only,
        )

    def _show_mode(self) -> None:
        desk = self._desk
        state, edge, source = desk.linking, self.view.state.edge, desk.selected
        self.view.show_hints(state.letters if state else None)
        parts = self._parts.active and state is None and edge is None
        self.banner.setVisible(
            parts or (source is not None and (state is not None or edge is not None))
        )
        if parts:
            self.banner.show_parts(*self._parts.words(self._actions.key("add_part")))
        elif source is not None and state is not None:
            self.banner.show_link(desk.title(source), state.relation.label)
        elif source is not None and edge is not None:
            self.banner.show_edge(desk.title(source), edge)
        self._show_decisions()
        self._show_toolbar()
        self._tell_status()

    def _show_parts(self) -> None:
        self.view.hold(self._parts.extents)
        self._show_mode()

    def _tell_status(self) -> None:
        extent = self.view.selection() if self._desk.session is not None else None
        under: list[UUID] = []
        if self._desk.selected is not None:
            own = self.view.spans_at(self.view.caret())
            under = [i for i in own if i in self._desk.marks]
        if self._parts.active and extent is None:
            self.status_changed.emit(self._parts.status(self._actions.key("add_part")))
            return
        free = self.view.selects_characters
        self.status_changed.emit(
            status_of(self._desk, extent, under, self.view.state.edge, by_characters=free)
        )

    # --- the text speaks --------------------------------------------------------------------

    def _on_clicked(self, mark_id: UUID) -> None:
        self._caret_timer.stop()
        if not self._parts.active:
            self._quiet.do(lambda: self._desk.click(mark_id))

    def _on_caret(self) -> None:
        if self._desk.mode != "read" or self._desk.session is None:
            return
        if self.view.selection() is not None or self.view.state.edge is not None:
            return
        if self._parts.active:
            self._tell_status()
            return
        place = self.view.caret()
        current = self._desk.selected or self._desk.suggestion
        if current is not None and current.start <= place < current.end:
            self._tell_status()
            return
        own = [i for i in self.view.spans_at(place) if i in self._desk.session.annotations]
        wanted = own[0] if own else None
        if wanted is None and self._desk.suggestion is not None:
            return
        self._quiet.do(lambda: self._desk.select(wanted))

    def _on_finish(self) -> None:
        if self._desk.is_finished:
            self._desk.acts.reopen()
        else:
            self.finish_wanted.emit()

    def _show_inspector(self) -> None:
        if self.inspector.isHidden():
            self.set_inspector_visible(True)

    def _to_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.panels.is_roomy
        self.panels.show_queue_where_wanted()
        if not event.oldSize().isValid() or (event.oldSize().width() >= ROOMY) != roomy:
            QTimer.singleShot(0, self, self.panels.fit)
