"""The coding screen: articles at the left, the text, the inspector at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from refusal_annotator.domain.coders import CodingStatus
from refusal_annotator.ui.actions import Actions
from refusal_annotator.ui.coding.article_pane import ArticlePane
from refusal_annotator.ui.coding.state import Edge
from refusal_annotator.ui.coding_desk import CodingDesk, MarkChange
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.growing import Growth
from refusal_annotator.ui.mode_keys import ModeKeys
from refusal_annotator.ui.panel_layout import ROOMY, PanelLayout
from refusal_annotator.ui.panels.bars import CodingToolBar, DecisionBar
from refusal_annotator.ui.panels.code_status import CodeStatus, status_of
from refusal_annotator.ui.panels.inspector import WIDTH as INSPECTOR_WIDTH
from refusal_annotator.ui.panels.inspector import InspectorPanel
from refusal_annotator.ui.panels.queue import WIDTH as QUEUE_WIDTH
from refusal_annotator.ui.panels.queue import QueuePanel
from refusal_annotator.ui.parts_mode import PartsMode
from refusal_annotator.ui.session_marks import article_content
from refusal_annotator.ui.tab_order import step_focus
from refusal_annotator.ui.theme import theme_manager
from refusal_annotator.ui.visits import Visits
from refusal_annotator.ui.widgets import Banner, EmptyState, on_plane

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
        self._following = True
        self._growth: tuple[object, Growth] | None = None
        self.queue = QueuePanel()
        self.pane = ArticlePane()
        self.view = self.pane.view
        self.inspector = InspectorPanel(desk)
        self.toolbar = CodingToolBar(actions)
        self.banner = Banner("link", self.tr("Link"))
        calls: dict[str, Callable[[], object]] = {
            "accept": self.accept,
            "accept_and_edit": self.accept_and_edit,
            "reject": desk.reject,
            "skip": desk.skip,
            "accept_sentence": desk.accept_sentence,
        }
        self.decisions = DecisionBar(calls)
        self.nothing = EmptyState("document", self.tr("No article is open"))
        self._visits = Visits(desk, self.view, self.inspector, self)
        self._parts = PartsMode(desk, self)
        self._keys = ModeKeys(desk, self.view, self._parts, self._caret_to)
        self._ahead_timer = QTimer(self, singleShot=True, interval=READ_AHEAD_MS)
        self._ahead_timer.timeout.connect(self._read_ahead)
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
            self._show_nothing(articles)

    def set_context(self, context: EditorContext | None) -> None:
        """What editors may ask of the project."""
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
            self._quietly(lambda: self._visits.restore(place))

    # --- acts of this screen ----------------------------------------------------------------

    def tag(self, type_id: str) -> None:
        """Tag what is selected in the text."""
        extent = self.view.selection()
        whole = not self.view.selects_characters
        if self._parts.holds_selections:
            selection = (*extent, whole) if extent is not None else None
            made = self._quietly(lambda: self._parts.tag(type_id, selection))
        elif extent is not None:
            made = self._quietly(lambda: self._desk.tag(type_id, *extent, whole_tokens=whole))
        else:
            self.status_changed.emit(
                CodeStatus("", self.tr("Select words in the text first, then choose a type."))
            )
            return
        if made and extent is not None:
            self._caret_to(extent[1])
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_part(self) -> None:
        """Add the selection to the selected coding, or hold it until its type is chosen."""
        extent = self.view.selection()
        whole = not self.view.selects_characters
        selection = (*extent, whole) if extent is not None else None
        problem = self._quietly(lambda: self._parts.add(selection))
        if problem:
            self.status_changed.emit(CodeStatus("", str(problem)))
        elif extent is not None:
            self._caret_to(extent[1])
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tag_last(self) -> None:
        """Tag with the type that was used last."""
        if self._desk.last_type:
            self.tag(self._desk.last_type)

    def grow(self, more: bool) -> None:
        """Let the selection hold the next larger unit of the text, or the one before."""
        session = self._desk.session
        if session is None:
            return
        if self._growth is None or self._growth[0] is not session.version:
            borders = session.borders
            made = Growth(
                session.text,
                tokens=borders.tokens,
                sentences=borders.sentences,
                paragraphs=borders.paragraphs,
            )
            self._growth = (session.version, made)
        caret = self.view.caret()
        extent = self.view.selection() or (caret, caret)
        step = self._growth[1].grow if more else self._growth[1].shrink
        target = step(extent, {part for s in session.suggestions for part in s.all_parts})
        if target is not None:
            self._quietly(lambda: self.view.set_selection(*target))
            self.view.report_selection()

    def toggle_link(self) -> None:
        """Begin or leave link mode."""
        if self._desk.linking is not None:
            self._desk.leave_mode()
        elif not self._desk.start_link():
            self.status_changed.emit(
                CodeStatus("", self.tr("Select a coding first, then link it."))
            )
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit_field(self) -> None:
        """To the first required field that is empty."""
        self._show_inspector()
        self.inspector.edit_first_field()

    def edit_note(self) -> None:
        """To the note of the selected coding."""
        self._show_inspector()
        self.inspector.edit_note()

    def toggle_definition(self) -> None:
        """Definition of the selected coding's type."""
        self._show_inspector()
        self.inspector.toggle_definition()

    def toggle_comments(self) -> None:
        """Comments on the selected coding, or on the article."""
        self._show_inspector()
        self.inspector.toggle_comments()

    def toggle_history(self) -> None:
        """What was done to the selected coding, and by whom."""
        self._show_inspector()
        self.inspector.toggle_history()

    def toggle_article_form(self) -> None:
        """The variables of the article, or back to the coding."""
        self._show_inspector()
        self.inspector.toggle_article()
        if self.inspector.shows_article:
            self.inspector.edit_first_field()
        else:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Accept the suggestion and show the next."""
        self._desk.accept_and_go_on()

    def accept_and_edit(self) -> None:
        """Accept the suggestion and open its first empty field."""
        if self._desk.accept() is not None:
            self.edit_field()

    def step_suggestion(self, forward: bool) -> None:
        """Next or last suggestion."""
        self._desk.step_suggestion(forward, self.view.caret())

    def step_coding(self, forward: bool) -> None:
        """Next or last coding."""
        self._desk.step_coding(forward, self.view.caret())

    def next_doubt(self) -> None:
        """Next coding that is marked as doubtful."""
        if not self._desk.step_coding(True, self.view.caret(), lambda a: a.doubt):
            self.status_changed.emit(
                CodeStatus("", self.tr("No coding here is marked as doubtful."))
            )

    def next_missing(self) -> None:
        """Next required field that is empty, in a coding or of the article."""
        session = self._desk.session
        lacking = {m.unit_id for m in self._desk.missing()}
        if not lacking or session is None:
            self.status_changed.emit(CodeStatus("", self.tr("No required field is empty here.")))
            return
        spans = lacking - {None}
        if spans and self._desk.step_coding(True, self.view.caret(), lambda a: a.id in spans):
            self.edit_field()
        elif None in lacking:
            self.inspector.toggle_article(True)
            self.edit_field()

    def next_open(self) -> None:
        """Next thing to do: an empty field, else a suggestion, else the next article."""
        if self._desk.missing():
            self.next_missing()
        elif self._desk.suggestions:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.step_suggestion(True)
        else:
            self.step_article(True)

    def next_overlap(self) -> None:
        """Next coding under the caret."""
        own = [i for i in self.view.spans_at(self.view.caret()) if i in self._desk.marks]
        if not own:
            return
        here = self._desk.selected or self._desk.suggestion
        at = own.index(here.id) + 1 if here is not None and here.id in own else 0
        self._quietly(lambda: self._desk.click(own[at % len(own)]))

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

    def pick_edge(self, edge: Edge) -> None:
        """Let the arrows move an edge of the selected coding."""
        target = self._desk.selected
        if target is None or self._desk.read_only:
            return
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.pick_edge(edge)
        self._show_mode()

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
        desk.marks_changed.connect(self._show_marks)
        desk.shown_changed.connect(self._on_shown)
        desk.mode_changed.connect(self._show_mode)
        self._parts.changed.connect(self._show_parts)
        view.span_clicked.connect(self._on_clicked)
        # A click tells of the caret first and of the span then; the span decides.
        self._caret_timer = QTimer(self, singleShot=True, interval=0)
        self._caret_timer.timeout.connect(self._on_caret)
        view.caret_moved.connect(lambda _: self._caret_timer.start())
        view.span_resized.connect(desk.move)
        view.edge_left.connect(self._show_mode)
        view.context_requested.connect(self._show_context)
        view.selection_changed.connect(lambda *_: self._tell_status())
        self.queue.opened.connect(self.open_article)
        self.queue.import_wanted.connect(self.import_wanted)
        self.nothing.activated.connect(self._on_nothing)
        self.inspector.text_wanted.connect(self._to_text)
        self.pane.minimap.left.connect(self._to_text)
        self.inspector.jumped.connect(self._desk.select)
        self.inspector.delete_wanted.connect(desk.delete)
        self.inspector.finish_wanted.connect(self._on_finish)
        self.toolbar.tag_wanted.connect(self.tag)
        self.toolbar.link_wanted.connect(self.toggle_link)
        self.toolbar.suggestion_wanted.connect(lambda: self.step_suggestion(True))
        theme_manager().changed.connect(desk.refresh)

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
            self._quietly(lambda: self.view.set_article(article_content(session)))
        self._quietly(self._visits.go_back)
        self.view.set_marks(list(self._desk.marks.values()))
        self.view.set_numbers(self._desk.numbers)
        self._show_selection()

    _shown_version: UUID | None = None

    def _read_ahead(self) -> None:
        """Have the next article ready before it is asked for."""
        following, coder_id = self.queue.neighbour(True), self._desk.coder_id
        if self._desk.session is not None and following is not None and coder_id is not None:
            self._desk.bridge.read(lambda project: project.read_ahead(following, coder_id))

    def _show_nothing(self, articles: list[ArticleSummary]) -> None:
        waiting = [a for a in articles if a.status != CodingStatus.FINISHED and not a.left_out]
        if not articles:
            self.nothing.set_state(
                "import",
                self.tr("No articles yet"),
                self.tr("Import texts into the corpus: files, a folder, or a table."),
                button=self.tr("Import articles"),
            )
        elif waiting:
            self.nothing.set_state(
                "document",
                self.tr("{0} articles wait for you").format(len(waiting)),
                self.tr("The first of them is “{0}”.").format(waiting[0].title),
                button=self.tr("Open the first article"),
            )
        else:
            self.nothing.set_state(
                "check",
                self.tr("All {0} articles are finished").format(len(articles)),
                self.tr("Open one in the list to look at it again."),
            )

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
        if shown is not None and self._following:
            self.view.scroll_to(shown.id)
            self._quietly(lambda: self.view.set_caret(shown.start))
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
            self.decisions.show_rest(self._desk.rest_of_sentence())

    def _show_toolbar(self) -> None:
        desk = self._desk
        source = desk.selected
        starts = source is not None and bool(desk.codebook.relations_from(source.type))
        self.toolbar.show_state(
            linking=desk.linking is not None,
            linkable=starts and not desk.read_only,
            waiting=len(desk.suggestions),
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
            self._show_parts_banner()
        if source is not None and state is not None:
            words = self.tr("{0}: type a letter, or select new text and press Enter.")
            self.banner.set_banner(
                "link",
                self.tr("Link {0}").format(lower_first(desk.title(source))),
                words.format(state.relation.label),
                hint=self.tr("Esc leaves"),
            )
        elif source is not None and edge is not None:
            which = self.tr("start") if edge == "start" else self.tr("end")
            self.banner.set_banner(
                "edge",
                self.tr("Move the {0} of {1}").format(which, lower_first(desk.title(source))),
                self.tr("Arrows move by word, Alt by character; Enter keeps."),
                hint=self.tr("Esc puts back"),
            )
        self._show_decisions()
        self._show_toolbar()
        self._tell_status()

    def _show_parts(self) -> None:
        self.view.hold(self._parts.extents)
        self._show_mode()

    def _show_parts_banner(self) -> None:
        title, words = self._parts.words(self._actions.key("add_part"))
        self.banner.set_banner("plus", title, words, hint=self.tr("Esc leaves"))

    def _tell_status(self) -> None:
        extent = self.view.selection() if self._desk.session is not None else None
        under = self.view.spans_at(self.view.caret()) if self._desk.session is not None else ()
        under = [i for i in under if i in self._desk.marks]
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
            self._quietly(lambda: self._desk.click(mark_id))

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
        self._quietly(lambda: self._desk.select(wanted))

    def context_commands(self, place: int) -> list[str]:
        """What can be done at a place by the mouse: tag the selection, or work on the coding."""
        extent = self.view.selection()
        if extent is not None and extent[0] <= place <= extent[1]:
            types = self._desk.codebook.span_types
            parts = ["add_part"] if any(t.discontinuous for t in types) else []
            return [*(f"tag:{t.id}" for t in types), *parts]
        own = [i for i in self.view.spans_at(place) if i in self._desk.marks]
        if not own:
            return []
        chosen = self._desk.selected or self._desk.suggestion
        if chosen is None or chosen.id not in own:
            self._on_clicked(own[0])
        if self._desk.suggestion is not None:
            return list(_ON_SUGGESTION)
        several = self._desk.selected is not None and self._desk.selected.parts is not None
        return [*_ON_CODING[:-1], *(["remove_part"] if several else []), _ON_CODING[-1]]

    def _show_context(self, at: QPoint, place: int) -> None:
        commands = self.context_commands(place) if self._desk.session is not None else []
        if commands:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions([self._actions.action(command) for command in commands])
            menu.popup(at)

    def _on_finish(self) -> None:
        if self._desk.is_finished:
            self._desk.reopen()
        else:
            self.finish_wanted.emit()

    def _to_text(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_inspector(self) -> None:
        if self.inspector.isHidden():
            self.set_inspector_visible(True)

    def _caret_to(self, place: int) -> None:
        self._quietly(lambda: self.view.set_caret(place))
        # A selection that was there is gone, and nobody but us knows.
        self._tell_status()

    def _quietly(self, act: Callable[[], object]) -> object:
        """Do something without the caret choosing another coding or the text jumping."""
        before, self._following = self._following, False
        try:
            return act()
        finally:
            self._following = before

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.panels.is_roomy
        self.panels.show_queue_where_wanted()
        if not event.oldSize().isValid() or (event.oldSize().width() >= ROOMY) != roomy:
            QTimer.singleShot(0, self, self.panels.fit)


_ON_CODING = (
    "first_field",
    "link",
    "tag_everywhere",
    "doubt",
    "note",
    "start_edge",
    "end_edge",
    "delete",
)
_ON_SUGGESTION = ("accept", "accept_edit", "reject", "skip", "accept_sentence")


def lower_first(words: str) -> str:
    """Words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
