"""Scripts that load an export, written beside it: load.R and load.py.

They read the dictionary where a format does not keep types, so that a code stays a number, "NA" in
a text stays a text, and an empty cell is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from refusal_annotator.export.csv_files import CsvForm


def python_script(form: str, files: Mapping[str, str], csv: CsvForm | None = None) -> str:
    """Return a Python script for files of one format (table name to file name)."""
    chosen = csv or CsvForm()
    body = _PYTHON[form].format(delimiter=chosen.delimiter, decimal=chosen.decimal)
    if form == "xlsx":
        (file,) = set(files.values())
        return _python_head("pandas and openpyxl") + body.replace("BOOK.xlsx", file)
    return _python_head(_PYTHON_NEEDS[form]) + _listed(files, "    {name!r}: {file!r},") + body


def r_script(form: str, files: Mapping[str, str], csv: CsvForm | None = None) -> str:
    """Return an R script for files of one format (table name to file name)."""
    chosen = csv or CsvForm()
    body = _R[form].replace("DELIMITER", chosen.delimiter).replace("DECIMAL", chosen.decimal)
    head = f"# Loads all tables of this export into the list `tables`; needs {_R_NEEDS[form]}.\n"
    head += "# Run it with this folder as the working directory, or set `folder`.\n"
    head += 'if (!exists("folder")) folder <- "."\n'
    if form == "xlsx":
        (file,) = set(files.values())
        return head + body.replace("BOOK.xlsx", file)
    lines = ",\n".join(f'  {name} = "{file}"' for name, file in files.items())
    return f"{head}files <- c(\n{lines}\n)\n{body}"


def _python_head(needs: str) -> str:
    return (
        f'"""Loads all tables of this export into `tables`; needs {needs}."""\n\n'
        "from pathlib import Path\n\nfolder = Path(__file__).parent\n"
    )


def _listed(files: Mapping[str, str], form: str) -> str:
    lines: Sequence[str] = [form.format(name=name, file=file) for name, file in files.items()]
    return "files = {\n" + "\n".join(lines) + "\n}\n"


_PYTHON_NEEDS = {
    "csv": "pandas",
    "jsonl": "pandas",
    "sav": "pandas and pyreadstat",
    "dta": "pandas",
}
_R_NEEDS = {
    "csv": "nothing but R",
    "jsonl": "the package jsonlite",
    "sav": "the package haven",
    "dta": "the package haven",
    "xlsx": "the package readxl",
}
_PYTHON = {
    "csv": """
import pandas as pd

dictionary = pd.read_csv(folder / files["dictionary"], sep={delimiter!r}, dtype=str,
                         keep_default_na=False, encoding="utf-8-sig")


def load(name):
    columns = dictionary[dictionary["table_name"] == name]
    texts = columns.loc[columns["kind"] == "text", "column_name"]
    dates = columns.loc[columns["kind"] == "date", "column_name"]
    frame = pd.read_csv(
        folder / files[name], sep={delimiter!r}, decimal={decimal!r}, encoding="utf-8-sig",
        dtype={{column: str for column in [*texts, *dates]}}, keep_default_na=False,
        na_values=[""],
    )
    for column in dates:
        frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d", errors="coerce")
    return frame


tables = {{name: load(name) for name in files if name != "dictionary"}}
""",
    "jsonl": """
import json

import pandas as pd


def load(name):
    with open(folder / files[name], encoding="utf-8") as lines:
        return pd.DataFrame([json.loads(line) for line in lines])


tables = {{name: load(name) for name in files if name != "dictionary"}}
""",
    "sav": """
import pyreadstat

tables, labels = {{}}, {{}}
for name, file in files.items():
    if name == "dictionary":
        continue
    # user_missing=True keeps the codes of missing kinds; without it they are empty.
    tables[name], about = pyreadstat.read_sav(folder / file, user_missing=False)
    labels[name] = about.variable_value_labels
""",
    "dta": """
import pandas as pd

tables, labels = {{}}, {{}}
for name, file in files.items():
    if name == "dictionary":
        continue
    # Missing kinds are the extended missing values .a, .b and .c, which pandas shows as empty.
    with pd.io.stata.StataReader(folder / file, convert_categoricals=False) as reader:
        tables[name] = reader.read()
        labels[name] = reader.value_labels()
""",
    "xlsx": """
import pandas as pd

tables = pd.read_excel(folder / "BOOK.xlsx", sheet_name=None, keep_default_na=False,
                       na_values=[""])
for frame in tables.values():
    for column in frame.select_dtypes(include=["object", "string"]):
        # Excel writes a literal _x000D_ so that it is not taken for a control character.
        frame[column] = frame[column].replace("_x005F_", "_", regex=True)
""",
}
_R = {
    "csv": """
types <- c(text = "character", date = "Date", category = "numeric", flag = "numeric",
           integer = "numeric", number = "numeric")
read <- function(file, ...) {
  read.table(file.path(folder, file), header = TRUE, sep = "DELIMITER", dec = "DECIMAL",
             quote = "\\"", na.strings = "", comment.char = "", fileEncoding = "UTF-8-BOM",
             stringsAsFactors = FALSE, ...)
}
dictionary <- read(files[["dictionary"]], colClasses = "character")
tables <- list()
for (name in setdiff(names(files), "dictionary")) {
  kinds <- dictionary$kind[dictionary$table_name == name]
  tables[[name]] <- read(files[[name]], colClasses = unname(types[kinds]))
}
""",
    "jsonl": """
tables <- list()
for (name in setdiff(names(files), "dictionary")) {
  lines <- readLines(file.path(folder, files[[name]]), encoding = "UTF-8", warn = FALSE)
  tables[[name]] <- if (length(lines))
    jsonlite::fromJSON(paste0("[", paste(lines, collapse = ","), "]")) else data.frame()
}
""",
    "sav": """
tables <- list()
for (name in setdiff(names(files), "dictionary")) {
  # user_na keeps the codes of missing kinds; is.na() is TRUE for them all the same.
  tables[[name]] <- haven::read_sav(file.path(folder, files[[name]]), user_na = TRUE)
}
""",
    "dta": """
tables <- list()
for (name in setdiff(names(files), "dictionary")) {
  # Missing kinds are tagged: haven::na_tag(x) gives "a", "b" or "c".
  tables[[name]] <- haven::read_dta(file.path(folder, files[[name]]))
}
""",
    "xlsx": """
book <- file.path(folder, "BOOK.xlsx")
dictionary <- readxl::read_excel(book, sheet = "dictionary", col_types = "text")
types <- c(text = "text", date = "date", category = "numeric", flag = "numeric",
           integer = "numeric", number = "numeric")
tables <- list()
for (name in unique(dictionary$table_name)) {
  kinds <- dictionary$kind[dictionary$table_name == name]
  tables[[name]] <- readxl::read_excel(book, sheet = name, col_types = unname(types[kinds]))
}
""",
}
