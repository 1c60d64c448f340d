"""Fit the prior of the learner: what holds of candidates in general, whatever the study.

Run with `python -m tests.prehighlight.fit_prior`; `--write` replaces the file of the program.
Fitted on the tuning articles and the two real ones, three times, with two in five nouns for people
forgotten: the rules were made on these articles, and only so do they err there as elsewhere. The
articles set apart have no part in it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from refusal_annotator.prehighlight.choosing import CodedArticle, agreement, f1
from refusal_annotator.prehighlight.fitting import fit_from
from refusal_annotator.prehighlight.linear import LinearModel
from refusal_annotator.resources import resource_path
from tests.prehighlight.learning_curve import coded_articles, forget_words, remember_words

ROLE = "actor"
SHARE = 0.4
SALTS = ("a", "b", "c")
# As many times the strength as there are copies of the articles.
STRENGTH = 9.0
LEAST_WEIGHT = 0.03


def forgetful_copies() -> list[CodedArticle]:
    """The articles as the rules see them with other words forgotten each time."""
    copies: list[CodedArticle] = []
    for salt in SALTS:
        forget_words(SHARE, salt)
        for _, article in coded_articles(["tuning", "gold"]):
            # A study of its own each: what was coded in one copy is not remembered in another.
            marked = [
                replace(c, keys=tuple(f"{salt}:{key}" for key in c.keys))
                for c in article.candidates[ROLE]
            ]
            copies.append(replace(article, candidates={**article.candidates, ROLE: marked}))
        remember_words()
    return copies


def main(arguments: Sequence[str]) -> None:
    """Print what the prior alone does to its own articles; write the file where asked to."""
    copies = forgetful_copies()
    model = fit_from(copies, ROLE, strength=STRENGTH, general=True)
    weights = {p: round(w, 2) for p, w in sorted(model.weights.items()) if abs(w) >= LEAST_WEIGHT}
    pruned = LinearModel(weights, model.memory)
    for name, each in (("rules", None), ("prior", pruned)):
        total = sum((agreement(a, ROLE, each) for a in copies), np.zeros(3))
        print(f"{name}: overlap F1 {f1(total):.3f} on the articles it was fitted on")
    print(f"{len(weights)} weights")
    if "--write" in arguments:
        content = {
            "fitted_on": "tuning articles and the two real ones, words forgotten",
            "weights": {ROLE: [[place, weight] for place, weight in weights.items()]},
        }
        path = resource_path("prehighlight", "calibration.json").with_name("prior.json")
        path.write_text(json.dumps(content, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
