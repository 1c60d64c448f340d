"""Record what irrCAC 0.4.4 computes for random codings.

It asks for scipy 1.12 and pandas 2, which the program's own packages rule out, so it cannot stand
in the environment of the tests. Run this in one of its own (`pip install irrCAC==0.4.4`):

    python tests/agreement/oracles/record_irrcac.py tests/agreement/oracles/irrcac.json

The same numbers come out of every run. They are results of computations on data made here, and on
published cases of `resources/reference`.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

N_TABLES = 80
DIGITS = 10
CATEGORIES = ((1, 2), (1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5), (1, 2, 4, 9), (2, 7, 8))
SHARES_MISSING = (0.0, 0.1, 0.3)
REFERENCE = Path(__file__).parents[3] / "resources" / "reference" / "agreement_reference.json"
FOUR_RATERS, SIX_RATERS = "gwet-4raters-alpha_nominal", "gwet-6raters-fleiss_kappa"

# Name of our measure -> method and weights of theirs.
RAW = {
    "gwet_ac1": ("gwet", "identity"),
    "gwet_ac2_linear": ("gwet", "linear"),
    "gwet_ac2_quadratic": ("gwet", "quadratic"),
    "fleiss_kappa": ("fleiss", "identity"),
    "conger_kappa": ("conger", "identity"),
    "brennan_prediger": ("bp", "identity"),
    "alpha_nominal": ("krippendorff", "identity"),
    "alpha_interval": ("krippendorff", "quadratic"),
    "alpha_circular": ("krippendorff", "circular"),
    "alpha_bipolar": ("krippendorff", "bipolar"),
    "alpha_ratio": ("krippendorff", "ratio"),
}
TABLE = {
    "gwet_ac1": ("gwet", "identity"),
    "gwet_ac2_linear": ("gwet", "linear"),
    "gwet_ac2_quadratic": ("gwet", "quadratic"),
    "bennett_s": ("bp", "identity"),
    "cohen_kappa": ("cohen", "identity"),
    "cohen_kappa_linear": ("cohen", "linear"),
    "cohen_kappa_quadratic": ("cohen", "quadratic"),
    "scott_pi": ("scott", "identity"),
}


def codings(random: np.random.Generator, number: int) -> tuple[list[int], list[list[int | None]]]:
    """Return categories, and coders x units of values around a common truth."""
    categories = CATEGORIES[number % len(CATEGORIES)]
    # Every third table is complete, and of two coders, so that it is a contingency table too.
    n_coders = 2 if number % 3 == 0 else int(random.integers(2, 7))
    n_units = int(random.integers(6, 31))
    # Every second table leaves out a category of the codebook.
    used = categories[:-1] if number % 2 and len(categories) > 2 else categories
    truth = random.choice(used, n_units)
    values = np.where(
        random.random((n_coders, n_units)) < random.uniform(0.3, 0.95),
        truth,
        random.choice(used, (n_coders, n_units)),
    )
    missing = random.random(values.shape) < SHARES_MISSING[number % len(SHARES_MISSING)]
    # One value at least of each unit stays, and the first two units stay whole.
    missing[random.integers(0, n_coders, n_units), np.arange(n_units)] = False
    missing[:, :2] = False
    values[:, 0], values[:, 1] = used[0], used[1]
    rows = [
        [None if gone else int(value) for value, gone in zip(*row, strict=True)]
        for row in zip(values, missing, strict=True)
    ]
    return list(categories), rows


def figures(found: dict[str, Any]) -> list[float | None]:
    """Return value, standard error and interval; what is no number is None."""
    estimate = found["est"]
    numbers = [estimate["coefficient_value"], estimate["se"], *estimate["confidence_interval"]]
    return [float(x) if math.isfinite(x) else None for x in numbers]


def record_raw(categories: list[int], rows: list[list[int | None]]) -> dict[str, Any]:
    """Return the figures of units x coders."""
    pandas, raw = importlib.import_module("pandas"), importlib.import_module("irrCAC.raw")
    frame = pandas.DataFrame({f"c{n}": row for n, row in enumerate(rows)}, dtype=float)
    found = {}
    for name, (method, weights) in RAW.items():
        cac = raw.CAC(frame.copy(), weights=weights, categories=categories, digits=DIGITS)
        found[name] = figures(getattr(cac, method)())
    return found


def record_table(categories: list[int], rows: list[list[int | None]]) -> dict[str, Any]:
    """Return the figures of the contingency table of two coders; weights go by position there."""
    pandas, table = importlib.import_module("pandas"), importlib.import_module("irrCAC.table")
    counts = np.zeros((len(categories), len(categories)), dtype=int)
    for first, second in zip(*rows, strict=True):  # complete, so neither is None
        counts[categories.index(first), categories.index(second)] += 1
    frame = pandas.DataFrame(counts, index=categories, columns=categories)
    found = {}
    for name, (method, weights) in TABLE.items():
        cac = table.CAC(frame, weights=weights, digits=DIGITS)
        found[name] = figures(getattr(cac, method)())
    return found


def published(case: str, method: str, weights: str) -> list[float | None]:
    """Return the figures of a published case, given as values or as counts per category."""
    pandas, raw = importlib.import_module("pandas"), importlib.import_module("irrCAC.raw")
    cases = {one["id"]: one["data"] for one in json.loads(REFERENCE.read_text("utf-8"))}
    if "values" in cases[case]:
        frame = pandas.DataFrame(np.array(cases[case]["values"], dtype=float).T)
    else:
        frame = pandas.DataFrame(
            [[k for k, n in enumerate(row, 1) for _ in range(n)] for row in cases[case]["counts"]]
        )
    return figures(getattr(raw.CAC(frame, weights=weights, digits=DIGITS), method)())


def one_category() -> dict[str, Any]:
    """Return what comes out where all values are alike: figures, or the name of the error."""
    pandas, raw = importlib.import_module("pandas"), importlib.import_module("irrCAC.raw")
    found: dict[str, Any] = {}
    for method in ("gwet", "fleiss", "krippendorff"):
        try:
            found[method] = figures(getattr(raw.CAC(pandas.DataFrame([[1, 1]] * 5)), method)())
        except ZeroDivisionError as error:
            found[method] = type(error).__name__
    return found


def main(path: Path) -> None:
    """Write all recorded figures to a file."""
    random = np.random.default_rng(20_14)
    lines = []
    for number in range(N_TABLES):
        categories, rows = codings(random, number)
        entry: dict[str, Any] = {"categories": categories, "values": rows}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            entry["raw"] = record_raw(categories, rows)
            if len(rows) == 2 and not any(value is None for row in rows for value in row):
                entry["table"] = record_table(categories, rows)
        lines.append(json.dumps(entry))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peculiar = {
            "alpha_four_raters": published(FOUR_RATERS, "krippendorff", "identity"),
            "alpha_four_raters_ordinal": published(FOUR_RATERS, "krippendorff", "ordinal"),
            "fleiss_six_raters": published(SIX_RATERS, "fleiss", "identity"),
            "one_category": one_category(),
        }
    about = {"package": "irrCAC", "version": version("irrCAC"), "published": peculiar}
    head = json.dumps(about)
    path.write_text(f"[{head},\n" + ",\n".join(lines) + "]\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
