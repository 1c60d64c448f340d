"""Use cases without a project: recompute published values of agreement."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refusal_annotator.agreement import (
    cohen,
    gwet,
    krippendorff,
    legacy_unitizing,
    measure,
    planning,
    unitizing,
)
from refusal_annotator.agreement.base import BuiltIn, CodingOptions, NoOptions
from refusal_annotator.agreement.gamma import GammaOptions
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.domain.reliability import Block, Continuum, ReliabilityData, Result
from refusal_annotator.resources import resource_path

Expected = float | Mapping[str, float | None] | None
NOT_KNOWN = "there is no measure of this name"
NO_MATRIX = "the distances are not given as a matrix"

_PARTS = ("value", "se", "ci_low", "ci_high")
_DERIVED = {"alpha_nominal_analytic_se": "alpha_nominal"}
_OPTION_NAMES = {
    "U": "period",
    "circumference": "period",
    "period": "period",
    "min": "lowest",
    "lowest": "lowest",
    "max": "highest",
    "highest": "highest",
}
_PER_CATEGORY: Mapping[str, Callable[[Any], Mapping[Any, Result]]] = {
    "alpha_nominal_per_category": krippendorff.alpha_per_category,
    "cohen_kappa_per_category": cohen.cohen_kappa_per_category,
    "fleiss_kappa_per_category": gwet.fleiss_kappa_per_category,
    "ku_alpha_nominal": unitizing.ku_alpha_nominal,
    "alpha_U_1995_category": legacy_unitizing.alpha_u_1995_per_category,
}


class VerifyError(AnnotatorError):
    """A file of cases that cannot be read."""


@dataclass(frozen=True, slots=True)
class VerifyCase:
    """One published value beside ours. `ok` is None where nothing could be compared."""

    id: str
    measure: str
    expected: Expected
    computed: Expected
    ok: bool | None
    reason: str | None
    tolerance: float = 0.0
    source: str = ""

    @property
    def difference(self) -> float | None:
        """The largest difference of any part, or None where there is none to take."""
        expected, computed = _as_parts(self.expected), _as_parts(self.computed)
        pairs = ((wanted, computed.get(key)) for key, wanted in expected.items())
        gaps = [
            abs(ours - wanted) for wanted, ours in pairs if wanted is not None and ours is not None
        ]
        return max(gaps) if gaps else None

    def to_json(self) -> dict[str, Any]:
        """Return the case as plain values."""
        return {
            "id": self.id,
            "measure": self.measure,
            "expected": self.expected,
            "computed": self.computed,
            "ok": self.ok,
            "reason": self.reason,
            "difference": self.difference,
            "tolerance": self.tolerance,
            "source": self.source,
        }


def verify(cases: Path | None = None) -> list[VerifyCase]:
    """Recompute published values: our own copy of them, or those of a file in the same form.

    A case is never an error: a measure of another name says so in `reason`, with `ok` None, and
    data that cannot be read fail with the reason.
    """
    path = cases or resource_path("reference", "agreement_reference.json")
    return [_verify_case(case) for case in _read(path)]


def verify_to_json(cases: Iterable[VerifyCase]) -> dict[str, Any]:
    """Return the documented form: ``{"format": 1, "cases": [...]}``."""
    return {"format": 1, "cases": [case.to_json() for case in cases]}


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise VerifyError(f"{path} cannot be read: {error.strerror}. Check the name.") from error
    except ValueError as error:
        raise VerifyError(f"{path} is not JSON: {error}. Give a file of cases.") from error
    if isinstance(content, dict):
        content = content.get("cases")
    if not isinstance(content, list) or not all(isinstance(case, dict) for case in content):
        raise VerifyError(
            f"{path} holds no list of cases. Each is {{id, level, measure, data, expected, ...}}."
        )
    return content


def _verify_case(case: Mapping[str, Any]) -> VerifyCase:
    name, expected = str(case.get("measure", "")), case.get("expected")
    tolerance = float(case.get("tolerance", 0))
    computed: Expected = None
    ok: bool | None = False
    try:
        found = _compute(name, case)
        if found is None:
            ok, reason = None, NO_MATRIX if name.endswith("_custom") else NOT_KNOWN
        else:
            computed, reason = _like(expected, found)
            ok = _agrees(expected, computed, tolerance)
    except AnnotatorError as error:
        reason = str(error)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        # A case of a foreign file: its data do not have the form that its level needs.
        reason = f"the data do not fit the level {case.get('level')!r}: {error!r}"
    source = str(case.get("source", ""))
    return VerifyCase(
        str(case.get("id", "")), name, expected, computed, ok, reason, tolerance, source
    )


def _compute(name: str, case: Mapping[str, Any]) -> Result | Mapping[Any, Result] | None:
    params = case.get("params") or {}
    if name == "required_codings":
        return planning.required_codings(**_design(case["data"]))
    if name in _PER_CATEGORY:
        found = _PER_CATEGORY[name](_data(case))
        named = {str(label): result for label, result in found.items()}
        return named[str(params["category"])] if "category" in params else named
    part = measure(_DERIVED.get(name, name))
    if part is None:
        return None
    data = _data(case)
    if part.options is NoOptions:
        return part.compute(data)
    if part.options is GammaOptions:
        return part.compute(data, _gamma_options(params))
    options = _coding_options(part, case, params)
    return part.compute(data, options) if options else None


def _gamma_options(params: Mapping[str, Any]) -> GammaOptions:
    names = ("alpha", "beta", "delta_empty", "seed", "samples", "precision")
    return GammaOptions(**{name: params[name] for name in names if name in params})


def _coding_options(
    part: BuiltIn, case: Mapping[str, Any], params: Mapping[str, Any]
) -> CodingOptions | None:
    expected = case.get("expected")
    matrix = params.get("distance", params.get("agreement_weights"))
    weights = tuple(map(tuple, matrix)) if isinstance(matrix, list) else None
    if part.name.endswith("_custom") and weights is None:
        return None
    scale = {option: params[n] for n, option in _OPTION_NAMES.items() if n in params}
    return CodingOptions(
        analytic=isinstance(expected, dict) and bool(set(expected) & set(_PARTS[1:])),
        divide_by_n=case.get("level") == "table",
        weights=weights,
        **scale,
    )


def _data(case: Mapping[str, Any]) -> ReliabilityData | Continuum:
    data = case["data"]
    level = case["level"]
    if level == "unit":
        return ReliabilityData.from_values(
            data["values"], categories=data.get("categories"), coders=data.get("coders", ())
        )
    if level == "table":
        return ReliabilityData.from_table(data["table"], data["categories"])
    if level == "distribution":
        return ReliabilityData.from_counts(data["counts"], data["categories"])
    if level == "span":
        return _continuum(data)
    raise VerifyError(f"There is no level {level!r}; known are unit, table, distribution, span.")


def _continuum(data: Mapping[str, Any]) -> Continuum:
    begin, length = int(data.get("begin", 0)), int(data["length"])
    spans = {
        str(name): tuple((int(s) - begin, int(e) - begin, str(c)) for s, e, c in row)
        for name, row in data["coders"].items()
    }
    sentences = tuple((int(s) - begin, int(e) - begin) for s, e in data.get("sentences", ()))
    return Continuum((Block("text", length, length, spans, sentences),), tuple(spans))


def _design(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "alpha_min": float(data["alpha_min"]),
        "rarest_share": float(data["p_c"]),
        "significance": float(data["significance"]),
        "n_coders": int(data.get("coders", 2)),
    }


def _like(expected: Expected, found: Result | Mapping[Any, Result]) -> tuple[Expected, str | None]:
    """Return what was found in the form of what is expected, and why it is undefined."""
    if isinstance(found, Result):
        reason = found.reason.value if found.reason else None
        if isinstance(expected, dict):
            return {k: getattr(found, k) if k in _PARTS else None for k in expected}, reason
        return found.value, reason
    values = {str(label): result.value for label, result in found.items()}
    reasons = sorted({result.reason.value for result in found.values() if result.reason})
    if isinstance(expected, dict):
        values = {key: values.get(key) for key in expected}
    return values, ", ".join(reasons) or None


def _agrees(expected: Expected, computed: Expected, tolerance: float) -> bool:
    if isinstance(expected, dict) != isinstance(computed, dict):
        return False
    wanted, got = _as_parts(expected), _as_parts(computed)
    for key, value in wanted.items():
        ours = got.get(key)
        if (value is None) != (ours is None):
            return False
        # Rounding of the last binary digit is no difference, even where the tolerance is 0.
        if value is not None and ours is not None and abs(ours - value) > tolerance + 1e-12:
            return False
    return True


def _as_parts(value: Expected) -> Mapping[str, float | None]:
    return value if isinstance(value, Mapping) else {"value": value}
