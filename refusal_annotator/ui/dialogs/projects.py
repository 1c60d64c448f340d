"""Dialogs about projects and people: a new project, who is coding, finishing with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.domain.coders import Coder, CoderRole
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.resources import codebook_names, codebook_path
from refusal_annotator.ui.dialogs.base import FormDialog
from refusal_annotator.ui.flow import Flow
from refusal_annotator.ui.widgets import Button
from refusal_annotator.ui.widgets.buttons import Select

_OTHER = "other file"
ROLES = ((CoderRole.CODER, "coder"), (CoderRole.SUPERVISOR, "supervisor"))


class NewProjectDialog(FormDialog):
    """Name, folder, codebook, and who is coding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "New project",
            "A project is a folder on this computer: texts, codings and copies for safety.",
            "Make the project",
            parent,
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the study"))
        self.folder = QLineEdit()
        self.choose_folder = Button(self.tr("Choose a folder"), icon="folder")
        self.codebook = Select(self.tr("Codebook"))
        self.coder = QLineEdit()
        self.coder.setPlaceholderText(self.tr("Name under which codings are kept"))
        self.role = Select(self.tr("Role"))
        for role, words in ROLES:
            self.role.addItem(self.tr(words.capitalize()), role)
        self.codebook_text = ""
        self._file: Path | None = None
        self._fill_codebooks()
        self._place_follows_name = True
        self.name.textEdited.connect(self._on_name)
        self.folder.textEdited.connect(self._on_folder)
        self.choose_folder.clicked.connect(self._on_choose_folder)
        self.codebook.activated.connect(self._on_codebook)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose_folder)
        self.add_row(self.tr("Name"), self.name)
        self.add_row(self.tr("Folder"), place)
        self.add_row(self.tr("Codebook"), self.codebook)
        self.add_row(self.tr("Who is coding"), self.coder)
        self.add_row(self.tr("Role"), self.role)
        self.name.setFocus()

    @property
    def chosen_folder(self) -> Path:
        """Where the project is to be made."""
        return Path(self.folder.text()).expanduser()

    def choose_codebook_file(self, path: Path) -> None:
        """Take a codebook from a file."""
        self._file = path
        at = self.codebook.findData(_OTHER)
        self.codebook.setItemText(at, path.name)
        self.codebook.setCurrentIndex(at)

    def find_problem(self) -> str | None:
        if not self.name.text().strip():
            return self.tr("The project needs a name.")
        if not self.folder.text().strip():
            return self.tr("The project needs a folder.")
        if self.chosen_folder.is_dir() and any(self.chosen_folder.iterdir()):
            return self.tr("The folder is not empty. Choose a new or an empty one.")
        if not self.coder.text().strip():
            return self.tr("Say who is coding: codings are kept under a name.")
        try:
            self.codebook_text = self._read_codebook()
        except AnnotatorError as error:
            return str(error)
        except (OSError, UnicodeDecodeError) as error:
            return self.tr("The codebook cannot be read: {0}.").format(error)
        return None

    def _fill_codebooks(self) -> None:
        for name in codebook_names():
            try:
                text = codebook_path(name).read_text("utf-8")
                title = load_codebook(text).title
            except AnnotatorError:
                continue
            self.codebook.addItem(title, name)
        self.codebook.addItem(self.tr("From a file…"), _OTHER)
        wanted = self.codebook.findData("refusal_news")
        self.codebook.setCurrentIndex(max(0, wanted))

    def _read_codebook(self) -> str:
        chosen = self.codebook.currentData()
        if chosen != _OTHER:
            return codebook_path(chosen).read_text("utf-8")
        if self._file is None:
            raise AnnotatorError(self.tr("Choose a codebook file, or one of the list."))
        text = self._file.read_text("utf-8")
        load_codebook(text, source=self._file.name)
        return text

    def _on_name(self, name: str) -> None:
        if self._place_follows_name:
            documents = QStandardPaths.StandardLocation.DocumentsLocation
            home = Path(QStandardPaths.writableLocation(documents))
            safe = "".join(c if c.isalnum() or c in " -_." else "_" for c in name).strip(" .")
            self.folder.setText(str(home / safe) if safe else "")

    def _on_folder(self, _: str) -> None:
        self._place_follows_name = False

    def _on_choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of the project"))
        if chosen:
            self._place_follows_name = False
            self.folder.setText(chosen)

    def _on_codebook(self, _: int) -> None:
        if self.codebook.currentData() == _OTHER:
            chosen, _kind = QFileDialog.getOpenFileName(
                self, self.tr("Codebook"), "", self.tr("Codebooks (*.yaml *.yml)")
            )
            if chosen:
                self.choose_codebook_file(Path(chosen))


class AddCoderDialog(FormDialog):
    """A name and a role."""

    def __init__(self, taken: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(
            "Add a coder",
            "Codings are stored under this name; while coding, those of others stay hidden.",
            "Add this coder",
            parent,
        )
        self._taken = {name.casefold() for name in taken}
        self.name = QLineEdit()
        self.role = Select(self.tr("Role"))
        for role, words in ROLES:
            self.role.addItem(self.tr(words.capitalize()), role)
        self.add_row(self.tr("Name"), self.name)
        self.add_row(self.tr("Role"), self.role)
        self.name.setFocus()

    def find_problem(self) -> str | None:
        written = " ".join(self.name.text().split())
        if not written:
            return self.tr("The coder needs a name.")
        if written.casefold() in self._taken:
            return self.tr("{0} is a coder already. Choose the name instead.").format(written)
        return None


class WhoDialog(FormDialog):
    """Who is coding, of those that the project knows; or somebody new."""

    def __init__(
        self, coders: Sequence[Coder], current: Coder | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            "Who is coding?",
            "Codings are stored under this name; while coding, those of others stay hidden.",
            "Start coding",
            parent,
        )
        self.coders = tuple(coders)
        self.add_wanted = False
        self._group = QButtonGroup(self)
        self.buttons: list[Button] = []
        flow = Flow(gap=10, line_gap=10)
        flow.setMinimumWidth(472)
        for number, coder in enumerate(coders):
            button = coder_button(coder, checked=current is not None and coder.id == current.id)
            self._group.addButton(button, number)
            self.buttons.append(button)
            flow.add(button)
        add = Button(self.tr("Add a coder"), variant="flat", icon="plus")
        add.clicked.connect(self._on_add)
        flow.add(add)
        if self._group.checkedId() < 0 and self.buttons:
            self.buttons[0].setChecked(True)
        self.add_wide(flow)

    @property
    def chosen(self) -> Coder | None:
        """The coder whose button is pressed."""
        at = self._group.checkedId()
        return self.coders[at] if at >= 0 else None

    def find_problem(self) -> str | None:
        return None if self.chosen else self.tr("Choose a coder, or add one.")

    def _on_add(self) -> None:
        self.add_wanted = True
        self.accept()


def coder_button(coder: Coder, *, checked: bool) -> Button:
    """A coder as a button that can be chosen."""
    button = Button(coder.name)
    button.setCheckable(True)
    button.setFixedHeight(40)
    button.setChecked(checked)
    button.set_icon_name("check" if checked else "entity")
    button.toggled.connect(lambda on: button.set_icon_name("check" if on else "entity"))
    button.setToolTip(str(coder.role))
    button.setAccessibleDescription(str(coder.role))
    return button
