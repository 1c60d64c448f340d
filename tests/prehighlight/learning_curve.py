"""Print the learning curve by a simulated coder, and what spaCy's spancat makes of the same.

Run with `python -m tests.prehighlight.learning_curve`; `--spancat` adds the comparison (minutes).
The coder is the coding of the evaluation articles: a number of articles is drawn, the learner is
trained on them with the rules frozen, gated by its own cross-validation as in the program, and
scored on the articles not drawn.
"""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from refusal_annotator.domain.codebook import load_codebook
from refusal_annotator.prehighlight import Pipeline, grammar
from refusal_annotator.prehighlight.fitting import fit_role
from refusal_annotator.prehighlight.learner import (
    ROLES,
    CodedArticle,
    agreement,
    f1,
    n_matched,
    train,
)
from refusal_annotator.resources import codebook_path
from tests.prehighlight.scores import articles
from tests.prehighlight.scoring import TYPES

SIZES = (3, 10, 20)
N_DRAWS = 10
FEW_DRAWS = 5
SPANCAT_STEPS = 30
FORGOTTEN = 0.4
UNSEEN = ("held_out", "second")
# By role of span type: attribute and category of the study that another codebook leaves out.
OTHER = {"actor": ("actor_class", "organisation"), "claim": ("attribution_mode", "outlet_voice")}


def coded_articles(
    names: Sequence[str], other_codebook: bool = False
) -> list[tuple[str, CodedArticle]]:
    """Candidates and codings of the articles of some sets, with their texts.

    With `other_codebook` the coders are of another study: bodies are no actors there, and what the
    outlet says in its own voice is no claim. Articles coded without classes of actors are left out.
    """
    book = load_codebook(codebook_path("refusal_news").read_text("utf-8"))
    pipeline = Pipeline(book)
    types = {role: book.type_by_role(role) for role in (OTHER if other_codebook else ROLES)}
    found = []
    for name in names:
        for _, text, coding in articles(name):
            if other_codebook and not any(
                OTHER["actor"][0] in s["attributes"] for s in coding["spans"]
            ):
                continue
            coded = {
                role: [
                    frozenset(
                        (s["start"], s["end"])
                        for s in coding["spans"]
                        if s["type"] == kind.id and not (other_codebook and _is_left_out(s, role))
                    )
                ]
                for role, kind in types.items()
                if kind is not None and kind.id in coding.get("coded_types", TYPES)
            }
            found.append((text, CodedArticle(pipeline.candidates(text), coded)))
    return found


def forget_words(share: float, salt: str = "") -> None:
    """Make the rules forget a share of the nouns for people: a study on a subject new to them."""
    known = grammar.heads()
    for word in [w for w in known if zlib.crc32((salt + w).encode()) % 1000 < share * 1000]:
        del known[word]
    grammar.head_phrases.cache_clear()


def remember_words() -> None:
    """Undo `forget_words`."""
    grammar.heads.cache_clear()
    grammar.head_phrases.cache_clear()


def curve(
    every: Sequence[CodedArticle],
    sizes: Sequence[int],
    *,
    parts: Mapping[str, frozenset[int]] | None = None,
    n_draws: int = N_DRAWS,
) -> None:
    """Print overlap F1 of the rules and of the learner with and without its gate, by size.

    Scored are the articles that were not drawn; with `parts` each part of them in rows of its own.
    """
    print("| articles | scored on | role | rules | learner, gated | used in | learner, always |")
    print("|---|---|---|---|---|---|---|")
    roles = [role for role in ROLES if any(article.coded.get(role) for article in every)]
    parts = parts or {"the rest": frozenset(range(len(every)))}
    for size in sizes:
        totals = {(part, role): np.zeros((3, 3)) for part in parts for role in roles}
        used = dict.fromkeys(roles, 0)
        for draw in range(n_draws):
            order = list(range(len(every)))
            random.Random(draw).shuffle(order)
            learned = train([every[i] for i in order[:size]])
            assert learned is not None
            for role in roles:
                models = (None, learned.model_for(role), learned.models[role])
                used[role] += models[1] is not None
                for i in order[size:]:
                    counts = np.array([agreement(every[i], role, model) for model in models])
                    for part in parts:
                        totals[part, role] += counts * (i in parts[part])
        for (part, role), rows in totals.items():
            rules, gated, always = (f1(row) for row in rows)
            print(
                f"| {size} | {part} | {role} | {rules:.3f} | {gated:.3f} |"
                f" {used[role]} of {n_draws} | {always:.3f} |",
                flush=True,
            )


def spancat(every: Sequence[tuple[str, CodedArticle]], size: int) -> None:
    """Print overlap F1 of a spancat trained from nothing on as many articles, and the learner's."""
    import spacy
    from spacy.training import Example

    for role in ("actor", "claim"):
        texts = [row for row in every if row[1].coded.get(role)]
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

        def example(i: int, nlp=nlp, role=role, texts=texts) -> Example:
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
        model = fit_role([texts[i][1] for i in order[:size]], role)
        mine = sum((agreement(texts[i][1], role, model) for i in order[size:]), np.zeros(3))
        print(
            f"{size} articles, {role}: overlap F1 of spancat {f1(total):.3f}, of the linear model "
            f"{f1(mine):.3f}",
            flush=True,
        )


def main(arguments: Sequence[str]) -> None:
    """Print the curves; the first over articles that the rules were not tuned on."""
    unseen = coded_articles(UNSEEN)
    articles_only = [article for _, article in unseen]
    print(f"\nArticles that the rules never saw ({len(unseen)}):\n")
    curve(articles_only, SIZES)
    for topic, rows in _topics().items():
        print(f"\nA study of one topic, {topic} ({len(rows)} articles):\n")
        curve(rows, (3, 6, 10))
    if "--short" in arguments:
        return
    tuned = coded_articles(["tuning", "gold"])
    if "--spancat" in arguments:
        spancat([*unseen, *tuned], 20)
    other = coded_articles([*UNSEEN, "tuning", "gold"], other_codebook=True)
    print(f"\nA study with another codebook ({len(other)} articles):\n")
    curve([article for _, article in other], SIZES, n_draws=FEW_DRAWS)
    every = [*unseen, *tuned]
    print(f"\nAll coded articles ({len(every)}), 17 of which the rules were tuned on:\n")
    curve([article for _, article in every], SIZES, n_draws=FEW_DRAWS)
    forget_words(FORGOTTEN)
    forgetful = coded_articles([*UNSEEN, "tuning", "gold"])
    remember_words()
    print(f"\nA study whose words the lists lack, {FORGOTTEN:.0%} of the nouns for people:\n")
    curve([article for _, article in forgetful], SIZES, n_draws=FEW_DRAWS)


def _topics() -> dict[str, list[CodedArticle]]:
    """The second dozen pairs by topic, told by the letters before their number."""
    names = [name for name, _, _ in articles("second")]
    topics: dict[str, list[CodedArticle]] = {}
    for name, (_, article) in zip(names, coded_articles(["second"]), strict=True):
        topics.setdefault(name.split("_")[0], []).append(article)
    return topics


def _is_left_out(span: Mapping[str, Any], role: str) -> bool:
    attribute, category = OTHER[role]
    return span["attributes"].get(attribute) == category


if __name__ == "__main__":
    main(sys.argv[1:])
