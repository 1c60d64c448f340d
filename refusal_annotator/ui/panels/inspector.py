"""The inspector at the right: the selected coding, the suggestion to decide, or the article."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from refusal_annotator.domain.annotations import Annotation
from refusal_annotator.domain.codebook import type_keys
from refusal_annotator.ui.coding_desk import CodingDesk
from refusal_annotator.ui.editors import EditorContext
from refusal_annotator.ui.panels.coding_page import CodingPage
from refusal_annotator.ui.panels.fields import FieldList
from refusal_annotator.ui.panels.fold_row import FoldRow
from refusal_annotator.ui.panels.link_page import LinkPage
from refusal_annotator.ui.panels.suggestion_page import SuggestionPage
from refusal_annotator.ui.panels.thread_fold import ThreadFold
from refusal_annotator.ui.panels.words import (
    definition_text,
    keys_range,
    left_over_words,
    required_words,
)
from refusal_annotator.ui.theme import current_theme
from refusal_annotator.ui.widgets import (
    Button,
    Chip,
    Divider,
    EmptyState,
    IconButton,
    Label,
    SectionLabel,
    Tag,
    on_plane,
)
from refusal_annotator.workspace.last_place import InspectorState

WIDTH, NARROWEST, WIDEST, WIDTH_SMALL = 348, 300, 460, 328


class ArticlePage(QWidget):
    """The variables of the article as a form."""

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tag = Tag("", "warning", icon="warning")
        self.fields = FieldList()
        self.fields.cell_edited.connect(desk.acts.set_article_value)
        self.definition = Label("", role="small", tone="muted", wrap=True)
        self.definition.setContentsMargins(14, 4, 14, 12)
        self.comments = ThreadFold(desk, of_article=True)
        self.fields.described.connect(self._describe)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = SectionLabel(self.tr("Variables of the article"), trailing=self._tag)
        column.addWidget(head)
        column.addWidget(self.fields)
        column.addSpacing(8)
        column.addWidget(Divider(inset=14))
        column.addWidget(self.definition)
        column.addWidget(Divider(inset=14))
        column.addWidget(self.comments)
        column.addStretch(1)

    def refresh(self, context: EditorContext) -> None:
        """Show what is stored."""
        session = self._desk.session
        if session is None:
            return
        cells = session.coding.values if session.coding else {}
        self.fields.show_fields(
            self._desk.codebook.article_variables,
            cells,
            context,
            read_only=self._desk.read_only,
        )
        self.comments.refresh()
        lacking = len(session.missing_variables())
        self._tag.setVisible(bool(lacking))
        self._tag.set_tag(required_words(lacking), "warning", icon="warning")

    def _describe(self, attribute: object, category: object) -> None:
        self.definition.setText(definition_text(attribute, category))


class InspectorPanel(QWidget):
    """Shows what the desk has selected; every edit goes back to the desk."""

    text_wanted = Signal()  # the focus back to the text
    finish_wanted = Signal()
    delete_wanted = Signal()
    jumped = Signal(object)
    far_jumped = Signal(object)  # FarSpan
    across_wanted = Signal(str)  # relation id
    state_changed = Signal()  # what `state` says may be another

    def __init__(self, desk: CodingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        on_plane(self, "surface")
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._desk = desk
        self._context: EditorContext | None = None
        self._article_form = False
        self._over: QWidget | None = None
        self._make_head()
        self._make_pages()
        self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._foot)
        desk.shown_changed.connect(self._on_shown)
        desk.mode_changed.connect(self.refresh)
        desk.article_changed.connect(self._on_article)
        self.refresh()

    # --- what others ask --------------------------------------------------------------------

    @property
    def shows_article(self) -> bool:
        """Whether the form of the article is shown."""
        return self._article_form

    def lay_over(self, page: QWidget | None) -> None:
        """Show a page of somebody else's while a coding is selected, or no more."""
        if page is not None and self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._over = page
        self.refresh()

    def set_context(self, context: EditorContext | None) -> None:
        """What editors may ask of the project."""
        self._context = context
        self.refresh()

    def toggle_article(self, on: bool | None = None) -> None:
        """Show the article's form instead of the coding, or go back."""
        self._article_form = (not self._article_form) if on is None else on
        self.refresh()
        self.state_changed.emit()

    def edit_first_field(self) -> None:
        """Open the first required field that is empty, else the first one."""
        page = self.article.fields if self._article_form else self.coding
        if not page.open_first_lacking():
            (self.article.fields if self._article_form else self.coding.fields).open_edge()

    def edit_field(self, field_id: str) -> bool:
        """Open a field of the coding or of the article."""
        fields = self.article.fields if self._article_form else self.coding.fields
        return fields.open(field_id)

    def edit_note(self) -> None:
        """Open the note of the selected coding."""
        if self._desk.selected is not None:
            self.toggle_article(False)
            self.coding.fields.open(self._desk.codebook.note_id)

    def state(self) -> InspectorState:
        """What is shown and unfolded here, to come back to it."""
        lists = [self.article.fields] if self._article_form else self.coding.field_lists
        return InspectorState(
            article_form=self._article_form,
            unfolded=tuple(name for name, fold in self._folds() if fold.is_unfolded),
            open_field=next((fields.open_id for fields in lists if fields.open_id), ""),
        )

    def restore(self, state: InspectorState) -> None:
        """Show and unfold what was shown before."""
        self.toggle_article(state.article_form)
        for name, fold in self._folds():
            if fold.is_unfolded != (name in state.unfolded):
                fold.toggle()
        if state.open_field:
            lists = [self.article.fields] if state.article_form else self.coding.field_lists
            any(fields.open(state.open_field) for fields in lists)

    def _folds(self) -> tuple[tuple[str, FoldRow], ...]:
        return (
            ("definition", self.coding.definition_fold),
            ("comments", self.coding.comments.fold),
            ("history", self.coding.history.fold),
            ("article comments", self.article.comments.fold),
        )

    def toggle_definition(self) -> None:
        """Fold the definition out or in."""
        self.coding.definition_fold.toggle()

    def toggle_comments(self) -> None:
        """Comments on the selected coding, or on the article where none is selected."""
        if self._desk.selected is not None:
            self.toggle_article(False)
            self.coding.comments.toggle()
        else:
            self.toggle_article(True)
            self.article.comments.toggle()

    def toggle_history(self) -> None:
        """What was done to the selected coding."""
        if self._desk.selected is not None:
            self.toggle_article(False)
            self.coding.history.toggle()

    # --- building ---------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.head = QFrame()
        self.head.setFixedHeight(48)
        row = QHBoxLayout(self.head)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(4)
        self.chip = Chip("", bold=True)
        self.chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title = Label("", role="panel_title")
        self.score = Label("", role="small", tone="muted")
        self.form_button = Button("", variant="flat", key="V")
        self.form_button.clicked.connect(lambda: self.toggle_article())
        self.doubt = IconButton("doubt", self.tr("Mark as doubtful"), key="F", checkable=True)
        self.note = IconButton("comment", self.tr("Write a note"), key="C")
        self.delete = IconButton("delete", self.tr("Delete the coding"), key="Del")
        self.doubt.clicked.connect(lambda: self._desk.acts.toggle_doubt())
        self.note.clicked.connect(lambda: self.edit_note())
        self.delete.clicked.connect(self.delete_wanted)
        row.addWidget(self.chip)
        row.addWidget(self.title)
        row.addStretch(1)
        for widget in (self.score, self.doubt, self.note, self.delete, self.form_button):
            row.addWidget(widget)

    def _make_pages(self) -> None:
        self.coding = CodingPage(self._desk)
        self.suggestion = SuggestionPage(self._desk)
        self.linking = LinkPage(self._desk)
        self.article = ArticlePage(self._desk)
        self.empty = EmptyState("code", self.tr("No coding under the caret"))
        self._pages = QStackedWidget()
        for page in (self.coding, self.suggestion, self.linking, self.article, self.empty):
            self._pages.addWidget(_scrolled(page))
        self.coding.left.connect(self.text_wanted)
        self.coding.jumped.connect(self.jumped)
        self.coding.far_jumped.connect(self.far_jumped)
        for page in (self.coding, self.linking):
            page.across_wanted.connect(self.across_wanted)
        self.article.fields.left.connect(self.text_wanted)
        self.article.comments.left.connect(self.text_wanted)
        self.article.fields.finished.connect(self.text_wanted)
        self.article.fields.stepped_out.connect(lambda _: self.text_wanted.emit())
        for page in (self.coding, self.article.fields):
            page.described.connect(self._follow_editor)
        for _, fold in self._folds():
            fold.toggled.connect(lambda _: self.state_changed.emit())
        for fold in (self.coding.comments, self.coding.history, self.article.comments):
            fold.shown.connect(lambda fold=fold: self._bring(fold))

    def _make_foot(self) -> None:
        self._foot = QWidget()
        self._foot.setFixedHeight(49)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        self.left_over = Label("", role="small", tone="muted", wrap=True)
        self.finish = Button(self.tr("Finish article"))
        self.finish.clicked.connect(self.finish_wanted)
        row.addWidget(self.left_over, 1)
        row.addWidget(self.finish)
        column.addLayout(row, 1)

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the desk says now."""
        desk = self._desk
        annotation, suggestion = desk.selected, desk.suggestion
        linking = desk.linking is not None
        has_article = desk.session is not None and self._context is not None
        form = has_article and self._article_form and not linking
        coding = has_article and not form and annotation is not None
        proposed = has_article and not form and suggestion is not None
        self._foot.setVisible(has_article)
        self.head.setVisible(has_article)
        if has_article:
            assert self._context is not None
            self._show_head(annotation if coding else None, form=form, proposed=proposed)
            self._show_foot()
            if form:
                self.article.refresh(self._context)
            elif linking:
                self.linking.refresh()
            elif coding:
                self.coding.refresh(self._context)
            elif proposed:
                self.suggestion.refresh(self._context)
        self._show_empty()
        shown = 3 if form else 2 if linking else 0 if coding else 1 if proposed else 4
        self._pages.setCurrentIndex(shown)
        if self._over is not None and coding and not linking:
            self._pages.setCurrentWidget(self._over)

    def _show_head(self, annotation: Annotation | None, *, form: bool, proposed: bool) -> None:
        desk = self._desk
        for button in (self.doubt, self.note, self.delete):
            button.setVisible(annotation is not None)
            button.setEnabled(not desk.read_only)
        self.chip.setVisible(annotation is not None or proposed)
        self.title.setVisible(annotation is None and not proposed)
        self.score.setVisible(proposed)
        self.form_button.setVisible(annotation is None and not proposed)
        self.form_button.setText(self.tr("Coding") if form else self.tr("Article"))
        self.title.setText(self.tr("Article") if form else self.tr("Coding"))
        if annotation is not None:
            style = current_theme().span(annotation.type)
            self.chip.set_chip(desk.title(annotation), style=style)
            self.doubt.setChecked(annotation.doubt)
            self.doubt.set_icon_name("doubt", role="danger" if annotation.doubt else "text")
        elif proposed and desk.suggestion is not None:
            found = desk.suggestion
            label = desk.codebook.span_type(found.type).label.lower()
            style = current_theme().span(found.type)
            self.chip.set_chip(self.tr("Suggested {0}").format(label), style=style, dashed=True)
            self.score.setText(self.tr("score {0}").format(f"{found.score:.2f}"))

    def _show_foot(self) -> None:
        desk = self._desk
        fields, waiting = desk.missing_count(), desk.n_suggestions
        if desk.is_finished:
            self.left_over.setText(self.tr("This article is finished"))
            self.finish.setText(self.tr("Open again"))
            self.finish.setEnabled(not desk.bridge.project.read_only)
            return
        self.left_over.setText(left_over_words(fields, waiting))
        self.finish.setText(self.tr("Finish article"))
        self.finish.setEnabled(not desk.read_only)

    def _show_empty(self) -> None:
        desk = self._desk
        if desk.session is None:
            self.empty.set_state(
                "code",
                self.tr("No article is open"),
                self.tr("Choose one in the list of articles; F9 shows the list."),
            )
            return
        words = self.tr("Select words and press {0}").format(keys_range(_type_keys(desk)))
        waiting = desk.n_suggestions
        if waiting:
            words += self.tr(", or press N for the next of {0} suggestions").format(waiting)
        self.empty.set_state("code", self.tr("No coding under the caret"), f"{words}.")

    def _on_shown(self, selection_too: bool) -> None:
        chosen = self._desk.selected is not None or self._desk.suggestion is not None
        if selection_too and chosen:
            self._article_form = False
        self.refresh()

    def _on_article(self) -> None:
        self._article_form = False
        self.coding.fields.close_editor()
        self.article.fields.close_editor()
        self.refresh()

    def _follow_editor(self, *_: object) -> None:
        self.state_changed.emit()
        lists = [self.article.fields] if self._article_form else self.coding.field_lists
        editor = next((fields.editor for fields in lists if fields.editor is not None), None)
        if editor is not None:
            self._bring(editor)

    def _bring(self, part: QWidget) -> None:
        """Scroll to a part, once it has its size."""
        page = self._pages.currentWidget()
        if isinstance(page, QScrollArea):
            QTimer.singleShot(0, part, lambda: page.ensureWidgetVisible(part, 0, 12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.text_wanted.emit()
            return
        super().keyPressEvent(event)


def _type_keys(desk: CodingDesk) -> list[str]:
    return list(type_keys(desk.codebook).values())


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    on_plane(page, "surface")
    return area
