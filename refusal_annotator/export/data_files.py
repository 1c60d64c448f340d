"""A data set becomes files: one workbook, or one file for each table with its dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from refusal_annotator.domain.diagnostics import Cancelled
from refusal_annotator.export.base import ExportCancelled, ExportError, write_whole
from refusal_annotator.export.csv_files import CsvForm, formula_like, write_csv
from refusal_annotator.export.data_dictionary import MAIN_TABLE
from refusal_annotator.export.data_set import DataSet, DataTable, Progress
from refusal_annotator.export.jsonl_files import write_jsonl
from refusal_annotator.export.snippets import python_script, r_script
from refusal_annotator.export.spss import write_spss
from refusal_annotator.export.stata import write_stata
from refusal_annotator.export.statistics_packages import missing_package
from refusal_annotator.export.xlsx_data import write_data_workbook


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """What was written, the main file first, and what a reader should be told."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A kind of file that data can be written to."""

    name: str
    label: str
    needs: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """Ending of its files, with the dot."""
        return f".{self.name}"

    def why_not(self) -> str | None:
        """Say in a sentence why it cannot be written here, or return None."""
        return missing_package(*self.needs)


DATA_FORMATS: tuple[DataFormat, ...] = (
    DataFormat("xlsx", "Excel workbook"),
    DataFormat("csv", "CSV, one file for each table"),
    DataFormat("sav", "SPSS, one file for each table", ("pandas", "pyreadstat")),
    DataFormat("dta", "Stata, one file for each table", ("pandas",)),
    DataFormat("jsonl", "JSON lines, one file for each table"),
)


def data_format(name: str) -> DataFormat:
    """Return the format of this name; ExportError names those there are."""
    found = next((form for form in DATA_FORMATS if form.name == name.lower().lstrip(".")), None)
    if found is None:
        known = ", ".join(form.name for form in DATA_FORMATS)
        raise ExportError(f"There is no format {name!r} for data. Choose one of {known}.")
    return found


def write_data(
    data: DataSet,
    path: Path,
    form: DataFormat,
    *,
    csv: CsvForm | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WrittenFiles:
    """Write all tables, the dictionary, a page about the data, and scripts that load them.

    `path` is a folder. If it ends like the format, it is a file: the workbook, or else the table of
    spans, and all other files stand beside it with its name in front (``study.sav``,
    ``study_articles.sav`` ...). All files come to their places together, at the end: an export that
    is stopped (ExportCancelled) or fails leaves what was there as it was.
    """
    reason = form.why_not()
    if reason:
        raise ExportError(reason)
    places = _Places(path, form)
    places.check()
    made = not places.folder.exists()
    try:
        places.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=places.folder, prefix=".export-") as scratch:
            staged = places.moved_to(Path(scratch))
            told = _asked(progress, cancelled)
            written = _Writer(data, staged, form, csv or CsvForm(), told).write()
            paths = tuple(_put(path, places.folder) for path in written.paths)
    except ExportCancelled:
        if made:
            places.folder.rmdir()
        raise
    except OSError as error:
        raise ExportError(
            f"{places.folder} cannot be written: {error.strerror}. Choose another folder."
        ) from error
    return WrittenFiles(paths, written.notes)


def _asked(progress: Progress | None, cancelled: Cancelled | None) -> Progress:
    """Return a progress that stops the export between two tables where that is wanted."""

    def tell(done: int, total: int, what: str) -> None:
        if cancelled and cancelled():
            raise ExportCancelled
        if progress:
            progress(done, total, what)

    return tell


def _put(path: Path, folder: Path) -> Path:
    place = folder / path.name
    try:
        return path.replace(place)
    except PermissionError as error:
        raise ExportError(
            f"{place.name} cannot be replaced. Close it in the program that has it open, "
            "or choose another place."
        ) from error


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each file goes."""

    path: Path
    form: DataFormat

    @property
    def folder(self) -> Path:
        return self.path.parent if self.is_file else self.path

    def moved_to(self, folder: Path) -> _Places:
        return _Places(folder / self.path.name if self.is_file else folder, self.form)

    def table(self, name: str) -> Path:
        if self.is_file and name == MAIN_TABLE:
            return self.path
        return self.beside(name, self.form.suffix)

    def book(self) -> Path:
        return self.path if self.is_file else self.path / f"data{self.form.suffix}"

    def beside(self, name: str, suffix: str) -> Path:
        if self.is_file:
            return self.path.with_name(f"{self.path.stem}_{name}{suffix}")
        return self.path / f"{name}{suffix}"

    @property
    def is_file(self) -> bool:
        return self.path.suffix.lower() == self.form.suffix and not self.path.is_dir()

    def check(self) -> None:
        if not self.is_file and self.path.exists() and not self.path.is_dir():
            raise ExportError(
                f"{self.path} is a file and does not end in {self.form.suffix}. "
                "Name a folder, or a file with that ending."
            )


@dataclass
class _Writer:
    data: DataSet
    places: _Places
    form: DataFormat
    csv: CsvForm
    progress: Progress | None
    paths: list[Path] = field(default_factory=list[Path])
    notes: list[str] = field(default_factory=list[str])

    def write(self) -> WrittenFiles:
        self.notes += self.data.notes
        if self.form.name == "xlsx":
            files = self._book()
        else:
            files = self._tables()
            self._warn_of_formulas()
            self._text("about", ".txt", self._about())
        self._text("load", ".R", r_script(self.form.name, files, self.csv))
        self._text("load", ".py", python_script(self.form.name, files, self.csv))
        if self.progress:
            self.progress(len(self.data.tables), len(self.data.tables), "")
        main = self.places.table(MAIN_TABLE)
        self.paths.sort(key=lambda path: path != main)
        return WrittenFiles(tuple(self.paths), tuple(self.notes))

    def _book(self) -> Mapping[str, str]:
        book = self.places.book()
        self.notes += write_data_workbook(self.data, book, progress=self.progress)
        self.paths.append(book)
        return {table.name: book.name for table in self.data.tables}

    def _tables(self) -> Mapping[str, str]:
        files = {}
        for number, table in enumerate(self.data.tables):
            if self.progress:
                self.progress(number, len(self.data.tables), table.name)
            place = self._place(table)
            self.notes += self._write_table(table, place)
            self.paths.append(place)
            files[table.name] = place.name
        return files

    def _warn_of_formulas(self) -> None:
        count = sum(map(formula_like, self.data.tables))
        if self.form.name == "csv" and count and not self.csv.excel_safe:
            self.notes.append(
                f"{count} texts begin with = + - or @. R and Python read them as they are, but a "
                "spreadsheet program may run them: for one, choose --excel-safe or the format xlsx."
            )

    def _place(self, table: DataTable) -> Path:
        # The dictionary is for people, whatever the format: any program opens CSV.
        if table.name == "dictionary":
            return self.places.beside(table.name, ".csv")
        return self.places.table(table.name)

    def _write_table(self, table: DataTable, place: Path) -> tuple[str, ...]:
        label = f"{self.data.about.get('Project', '')}: {table.name}"
        if place.suffix == ".csv":
            write_csv(table, place, self.csv)
        elif self.form.name == "jsonl":
            write_jsonl(table, place)
        elif self.form.name == "sav":
            return write_spss(table, place, file_label=label)
        else:
            return write_stata(table, place, file_label=label)
        return ()

    def _about(self) -> str:
        lines = [f"{label}: {text}" for label, text in self.data.about.items()]
        lines += ["", "Tables"]
        lines += [f"  {t.name} ({len(t.rows)} rows): {t.title}" for t in self.data.tables]
        if self.notes:
            lines += ["", "Notes", *(f"  {note}" for note in self.notes)]
        return "\n".join(lines) + "\n"

    def _text(self, name: str, suffix: str, text: str) -> None:
        place = self.places.beside(name, suffix)
        write_whole(place, lambda at: _save(at, text))
        self.paths.append(place)


def _save(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", errors="replace", newline="\n")
