"""Print the learning curve by a simulated coder, and what spaCy's spancat makes of the same.

Run with `python -m tests.prehighlight.learning_curve`; `--spancat` adds the comparison (minutes).
The coder is the coding of the evaluation articles: a number of articles is drawn, the learner is
trained on them with the rules frozen, gated by its own cross-validation as in the program, and
scored on the articles not drawn.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import numpy as np

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline
from refusal_annotator.prehighlight.learner import (
    ROLES,
    CodedArticle,
    agreement,
    f1,
    fit_role,
    n_matched,
    train,
)
from refusal_annotator.resources import codebook_path
from tests.prehighlight.scores import articles

SIZES = (3, 10, 20)
N_DRAWS = 5
SPANCAT_STEPS = 30


def coded_articles(names: Sequence[str]) -> list[tuple[str, CodedArticle]]:
    """Candidates and codings of the articles of some sets, with their texts."""
    book = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
    pipeline = Pipeline(book)
    types = {role: book.type_by_role(role) for role in ROLES}
    found = []
    for name in names:
        for _, text, coding in articles(name):
            coded = {
                role: [
                    frozenset(
                        (s["start"], s["end"]) for s in coding["spans"] if s["type"] == kind.id
                    )
                ]
                for role, kind in types.items()
                if kind is not None
            }
            found.append((text, CodedArticle(pipeline.candidates(text), coded)))
    return found


def curve(every: Sequence[CodedArticle], sizes: Sequence[int], n_draws: int = N_DRAWS) -> None:
    """Print overlap F1 of the rules and of the learner with and without its gate, by size."""
    print("| articles | role | rules | learner, gated | used in | learner, always |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        totals = {role: np.zeros((3, 3)) for role in ROLES}
        used = dict.fromkeys(ROLES, 0)
        draws = 0
        for draw in range(n_draws):
            order = list(range(len(every)))
            random.Random(draw).shuffle(order)
            chosen = [every[i] for i in order[:size]]
            rest = [every[i] for i in order[size:]]
            learned = train(chosen)
            assert learned is not None
            draws += 1
            for role in ROLES:
                gated, always = learned.model_for(role), fit_role(chosen, role)
                used[role] += gated is not None
                for article in rest:
                    for row, model in enumerate((None, gated, always)):
                        totals[role][row] += agreement(article, role, model)
        for role in ROLES:
            rules, gated, always = (f1(row) for row in totals[role])
            print(
                f"| {size} | {role} | {rules:.3f} | {gated:.3f} | {used[role]} of {draws} |"
                f" {always:.3f} |"
            )


def spancat(texts: Sequence[tuple[str, CodedArticle]], size: int) -> None:
    """Print overlap F1 of a spancat trained from nothing on as many articles."""
    import spacy
    from spacy.training import Example

    for role in ("actor", "claim"):
        order = list(range(len(texts)))
        random.Random(0).shuffle(order)
        nlp = spacy.blank("en")
        config = {
            "threshold": 0.4,
            "spans_key": "sc",
            "suggester": {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": 8},
        }
        if role == "claim":
            config["suggester"] = {
                "@misc": "spacy.ngram_range_suggester.v1",
                "min_size": 4,
                "max_size": 30,
            }
        nlp.add_pipe("spancat", config=config).add_label(role)  # type: ignore[attr-defined]

        def example(i: int, nlp=nlp, role=role) -> Example:
            text, article = texts[i]
            doc, reference = nlp.make_doc(text), nlp.make_doc(text)
            spans = [
                reference.char_span(a, b, label=role, alignment_mode="expand")
                for a, b in article.coded[role][0]
            ]
            reference.spans["sc"] = [s for s in spans if s is not None]
            return Example(doc, reference)

        training = [example(i) for i in order[:size]]
        optimizer = nlp.initialize(lambda training=training: training)
        for _ in range(SPANCAT_STEPS):
            random.Random(1).shuffle(training)
            for start in range(0, len(training), 4):
                nlp.update(training[start : start + 4], sgd=optimizer)
        total = np.zeros(3)
        for i in order[size:]:
            text, article = texts[i]
            doc = nlp(text)  # kept: a span group lives no longer than its document
            picked = [(s.start_char, s.end_char) for s in doc.spans["sc"]]
            coded = sorted(article.coded[role][0])
            total += (n_matched(coded, picked), len(picked), len(coded))
        print(f"spancat, {size} articles, {role}: overlap F1 {f1(total):.3f}")


def main(arguments: Sequence[str]) -> None:
    """Print the curves; the first over articles that the rules were not tuned on."""
    apart = coded_articles(["held_out"])
    print("\nArticles set apart (12), as in a study of one's own:\n")
    curve([article for _, article in apart], (3, 6, 10))
    every = coded_articles(["held_out", "tuning", "gold"])
    print(f"\nAll coded articles ({len(every)}), most of which the rules were tuned on:\n")
    curve([article for _, article in every], SIZES)
    if "--spancat" in arguments:
        spancat(every, 20)


if __name__ == "__main__":
    main(sys.argv[1:])
