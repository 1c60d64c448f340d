"""What a coder does on the coding screen: acts at the selection, and going from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.ui.coding.article_view import ArticleView
from refusal_annotator.ui.coding.state import Edge
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.growing import Growth
from refusal_annotator.ui.panels.code_status import CodeStatus
from refusal_annotator.ui.panels.inspector import InspectorPanel
from refusal_annotator.ui.parts_mode import PartsMode
from refusal_annotator.workspace.coding_links import relations_across


class Quiet:
    """While something is done quietly, the text does not jump to what is selected."""

    def __init__(self) -> None:
        self.on = False

    def do(self, act: Callable[[], object]) -> object:
        """Do something without the caret choosing another coding or the text jumping."""
        before, self.on = self.on, True
        try:
            return act()
        finally:
            self.on = before


class CodeActs(QObject):
    """Acts of the keys and the menus, on what is selected in the text and on the desk."""

    said = Signal(object)  # CodeStatus: why nothing was done
    inspector_wanted = Signal()
    across_wanted = Signal()  # a link that only another article can take
    next_wanted = Signal()  # the next article
    edge_picked = Signal()
    caret_put = Signal()

    def __init__(
        self,
        desk: CodingDesk,
        view: ArticleView,
        inspector: InspectorPanel,
        parts: PartsMode,
        quiet: Quiet,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._view, self._inspector = desk, view, inspector
        self._parts, self._quiet = parts, quiet
        self._growth: tuple[object, Growth] | None = None

    def tag(self, type_id: str) -> None:
        """Tag what is selected in the text."""
        extent = self._view.selection()
        whole = not self._view.selects_characters
        if self._parts.holds_selections:
            selection = (*extent, whole) if extent is not None else None
            made = self._quiet.do(lambda: self._parts.tag(type_id, selection))
        elif extent is not None:
            made = self._quiet.do(lambda: self._desk.acts.tag(type_id, *extent, whole_tokens=whole))
        else:
            self.said.emit(
                CodeStatus("", self.tr("Select words in the text first, then choose a type."))
            )
            return
        if made and extent is not None:
            self.caret_to(extent[1])
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_part(self) -> None:
        """Add the selection to the selected coding, or hold it until its type is chosen."""
        extent = self._view.selection()
        whole = not self._view.selects_characters
        selection = (*extent, whole) if extent is not None else None
        problem = self._quiet.do(lambda: self._parts.add(selection))
        if problem:
            self.said.emit(CodeStatus("", str(problem)))
        elif extent is not None:
            self.caret_to(extent[1])
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

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
        caret = self._view.caret()
        extent = self._view.selection() or (caret, caret)
        step = self._growth[1].grow if more else self._growth[1].shrink
        target = step(extent, {part for s in session.suggestions for part in s.all_parts})
        if target is not None:
            self._quiet.do(lambda: self._view.set_selection(*target))
            self._view.report_selection()

    def toggle_link(self) -> None:
        """Begin or leave link mode."""
        if self._desk.linking is not None:
            self._desk.links.leave()
        elif self._desk.links.start():
            pass
        elif self._desk.selected is not None and self._only_across(self._desk.selected):
            self.across_wanted.emit()
            return
        else:
            self.said.emit(CodeStatus("", self.tr("Select a coding first, then link it.")))
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _only_across(self, source: Annotation) -> bool:
        kinds = relations_across(self._desk.codebook, source)
        return bool(kinds) and not self._desk.read_only

    def pick_edge(self, edge: Edge) -> None:
        """Let the arrows move an edge of the selected coding."""
        target = self._desk.selected
        if target is None or self._desk.read_only:
            return
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.pick_edge(edge)
        self.edge_picked.emit()

    def edit_field(self) -> None:
        """To the first required field that is empty."""
        self.inspector_wanted.emit()
        self._inspector.edit_first_field()

    def edit_note(self) -> None:
        """To the note of the selected coding."""
        self.inspector_wanted.emit()
        self._inspector.edit_note()

    def toggle_definition(self) -> None:
        """Definition of the selected coding's type."""
        self.inspector_wanted.emit()
        self._inspector.toggle_definition()

    def toggle_comments(self) -> None:
        """Comments on the selected coding, or on the article."""
        self.inspector_wanted.emit()
        self._inspector.toggle_comments()

    def toggle_history(self) -> None:
        """What was done to the selected coding, and by whom."""
        self.inspector_wanted.emit()
        self._inspector.toggle_history()

    def toggle_article_form(self) -> None:
        """The variables of the article, or back to the coding."""
        self.inspector_wanted.emit()
        self._inspector.toggle_article()
        if self._inspector.shows_article:
            self._inspector.edit_first_field()
        else:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Accept the suggestion and show the next."""
        self._desk.deciding.accept_and_go_on()

    def accept_and_edit(self) -> None:
        """Accept the suggestion and open its first empty field."""
        if self._desk.deciding.accept() is not None:
            self.edit_field()

    def step_suggestion(self, forward: bool) -> None:
        """Next or last suggestion."""
        self._desk.deciding.step(forward, self._view.caret())

    def step_coding(self, forward: bool) -> None:
        """Next or last coding."""
        self._desk.step_coding(forward, self._view.caret())

    def next_doubt(self) -> None:
        """Next coding that is marked as doubtful."""
        if not self._desk.step_coding(True, self._view.caret(), lambda a: a.doubt):
            self.said.emit(CodeStatus("", self.tr("No coding here is marked as doubtful.")))

    def next_missing(self) -> None:
        """Next required field that is empty, in a coding or of the article."""
        session = self._desk.session
        lacking = {m.unit_id for m in self._desk.missing()}
        if not lacking or session is None:
            self.said.emit(CodeStatus("", self.tr("No required field is empty here.")))
            return
        spans = lacking - {None}
        if spans and self._desk.step_coding(True, self._view.caret(), lambda a: a.id in spans):
            self.edit_field()
        elif None in lacking:
            self._inspector.toggle_article(True)
            self.edit_field()

    def next_open(self) -> None:
        """Next thing to do: an empty field, else a suggestion, else the next article."""
        if self._desk.missing():
            self.next_missing()
        elif self._desk.suggestions:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.step_suggestion(True)
        else:
            self.next_wanted.emit()

    def next_overlap(self) -> None:
        """Next coding under the caret."""
        own = [i for i in self._view.spans_at(self._view.caret()) if i in self._desk.marks]
        if not own:
            return
        here = self._desk.selected or self._desk.suggestion
        at = own.index(here.id) + 1 if here is not None and here.id in own else 0
        self._quiet.do(lambda: self._desk.click(own[at % len(own)]))

    def caret_to(self, place: int) -> None:
        """Put the caret somewhere without another coding being selected."""
        self._quiet.do(lambda: self._view.set_caret(place))
        # A selection that was there is gone, and nobody but us knows.
        self.caret_put.emit()
