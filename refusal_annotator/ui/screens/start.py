"""The start screen: ways to begin at the left, recent projects and coders at the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from refusal_annotator.domain.coders import Coder
from refusal_annotator.ui import layouts
from refusal_annotator.ui.dialogs.projects import coder_button
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.jobs import Glance
from refusal_annotator.ui.screens.start_recent import (
    RecentList,
    RecentModel,
    RecentProject,
)
from refusal_annotator.ui.tasks import Task
from refusal_annotator.ui.widgets import (
    ActionCard,
    Button,
    Divider,
    EmptyState,
    Label,
    SearchField,
    on_plane,
)


class StartScreen(QWidget):
    """Chooses a project and a coder; the window does the rest."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    table_wanted = Signal()
    project_wanted = Signal(object, object)  # folder, coder id or None
    coder_wanted = Signal(object)  # folder
    locate_wanted = Signal(object)  # folder

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coders: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self.go_on = ActionCard("code", self.tr("Continue coding"), "", key="Enter", primary=True)
        self.new = ActionCard(
            "plus", self.tr("New project"), self.tr("From a codebook"), key="Ctrl+N"
        )
        self.open = ActionCard(
            "folder",
            self.tr("Open project"),
            self.tr("A folder with project.toml"),
            key="Ctrl+O",
        )
        self.sample = Button(
            self.tr("Open the sample study"), variant="flat", icon="document", padding=4
        )
        self.table = Button(
            self.tr("Reliability of a table"), variant="flat", icon="agreement", padding=4
        )
        self.search = SearchField(self.tr("Find a project"))
        self.search.setFixedWidth(220)
        self.model = RecentModel(self)
        self.list = RecentList(self.tr("Recent projects"), self.model)
        self.people = Flow(gap=10, line_gap=10)
        self.people_head = Label(self.tr("Who is coding?"), role="section")
        self.people_text = Label(
            self.tr(
                "Codings are stored under this name; while coding, those of others stay hidden."
            ),
            role="small",
            tone="muted",
        )
        self.empty = EmptyState(
            "folder",
            self.tr("No projects yet"),
            self.tr("Make one from a codebook, or look around in the sample study."),
            button=self.tr("Open the sample study"),
        )
        self._build()
        self._connect()

    def show_projects(
        self, projects: Sequence[RecentProject], coders: dict[str, str] | None = None
    ) -> None:
        """Show the projects opened on this computer; `coders` holds who coded in which last."""
        self._coders = coders or {}
        self.model.set_projects(projects)
        self._frame.setVisible(bool(projects))
        self.empty.setVisible(not projects)
        self.list.mark_first()
        self._show_chosen()

    def take_focus(self) -> None:
        """Put the focus on what Enter should do."""
        target = self.go_on if not self.go_on.isHidden() else self.new
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_glances(self, glances: Sequence[Glance]) -> None:
        """Show what a look into the projects found."""
        self.model.set_glances(glances)
        self._show_chosen()

    def show_building(self, task: Task) -> None:
        """Show how far the sample study is made."""
        self.sample.setEnabled(False)
        self.empty.button.setEnabled(False)
        task.progressed.connect(
            lambda done, total, what: self.empty.set_progress(done, total, what)
        )
        task.ended.connect(self._on_built)

    def _on_built(self) -> None:
        self.empty.set_progress(0, 0)
        self.sample.setEnabled(True)
        self.empty.button.setEnabled(True)

    @property
    def chosen_folder(self) -> Path | None:
        """Folder of the marked project."""
        project = self.list.project
        return project.folder if project is not None and project.exists else None

    @property
    def chosen_coder(self) -> UUID | None:
        """The coder whose button is pressed."""
        button = self._group.checkedButton()
        return button.property("coder_id") if button is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            card = focused if isinstance(focused, ActionCard) else self.go_on
            if card.isVisible():
                card.click()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        left = QWidget()
        on_plane(left, "window")
        left.setFixedWidth(400)
        column = layouts.column(left, margins=(56, 72, 40, 32), gap=10)
        column.addWidget(Label(self.tr("Refusal Annotator"), role="screen_title"))
        words = self.tr(
            "Tag claims, actors, numbers and stance in news, and see how far coders agree. "
            "Everything stays on this computer."
        )
        column.addWidget(Label(words, tone="muted", wrap=True))
        column.addSpacing(16)
        for card in (self.go_on, self.new, self.open):
            column.addWidget(card)
        column.addStretch(1)
        column.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignLeft)
        right = QWidget()
        on_plane(right, "surface")
        inner = layouts.column(right, margins=(56, 72, 64, 32))
        head = layouts.row()
        head.addWidget(Label(self.tr("Recent projects"), role="section"))
        head.addStretch(1)
        head.addWidget(self.search)
        inner.addLayout(head)
        inner.addSpacing(18)
        self._frame = QFrame()
        on_plane(self._frame, "card")
        layouts.column(self._frame).addWidget(self.list)
        inner.addWidget(self._frame)
        inner.addWidget(self.empty)
        inner.addSpacing(40)
        inner.addWidget(self.people_head)
        inner.addSpacing(4)
        inner.addWidget(self.people_text)
        inner.addSpacing(14)
        inner.addWidget(self.people)
        inner.addStretch(1)
        row = layouts.row(self)
        row.addWidget(left)
        row.addWidget(Divider(upright=True))
        row.addWidget(right, 1)
        self._group.setExclusive(True)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._on_go_on)
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.sample.clicked.connect(self.sample_wanted)
        self.table.clicked.connect(self.table_wanted)
        self.empty.activated.connect(self.sample_wanted)
        self.search.textChanged.connect(self._on_search)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.list.opened.connect(self._on_go_on)

    def _on_search(self, text: str) -> None:
        self.model.set_filter(text)
        self.list.mark_first()
        self._show_chosen()

    def _show_chosen(self) -> None:
        project, glance = self.list.project, self.list.glance
        usable = project is not None and project.exists
        self.go_on.setVisible(project is not None)
        self.go_on.setText(self.tr("Continue coding") if usable else self.tr("Locate the project"))
        self.go_on.setAccessibleName(self.go_on.text())
        self.go_on.set_detail(project.name if project is not None else "")
        self._show_people(project, glance)

    def _show_people(self, project: RecentProject | None, glance: Glance | None) -> None:
        known = project is not None and project.exists
        known = known and glance is not None and not glance.problem
        for part in (self.people_head, self.people_text, self.people):
            part.setVisible(known)
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.people.clear()
        if not known or project is None or glance is None:
            return
        last = self._coders.get(str(project.folder))
        for coder in glance.coders:
            self._add_person(coder, checked=str(coder.id) == last)
        buttons = self._group.buttons()
        if buttons and self._group.checkedButton() is None:
            buttons[0].setChecked(True)
        add = Button(self.tr("Add a coder"), variant="flat", icon="plus")
        add.setFixedHeight(40)
        add.clicked.connect(lambda: self.coder_wanted.emit(project.folder))
        self.people.add(add)

    def _add_person(self, coder: Coder, *, checked: bool) -> None:
        button = coder_button(coder, checked=checked)
        button.setProperty("coder_id", coder.id)
        self._group.addButton(button)
        self.people.add(button)

    def _on_go_on(self) -> None:
        project = self.list.project
        if project is None:
            return
        if not project.exists:
            self.locate_wanted.emit(project.folder)
            return
        self.project_wanted.emit(project.folder, self.chosen_coder)
