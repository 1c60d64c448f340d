"""Lines of an article list: what each article is, and how far a coder has come with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.codebook import Codebook
from refusal_annotator.domain.coders import ArticleCoding, CodingStatus
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.hidden_draws import hidden_from
from refusal_annotator.workspace.shown import thresholds_in


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """A line of an article list; counts are of one coder where one was asked for.

    `n_suggestions` counts those that are shown: that reach the thresholds, and none where they are
    hidden from the coder. It is None where nobody has looked for any.
    """

    id: UUID
    version_id: UUID
    key: str
    title: str
    outlet: str
    date: str
    n_words: int
    left_out: str | None
    statuses: dict[UUID, CodingStatus]
    n_suggestions: int | None
    status: CodingStatus = CodingStatus.TO_DO
    n_codings: int = 0
    n_doubts: int = 0


def summarise(
    store: ProjectStore, codebook: Codebook, coder_id: UUID | None
) -> list[ArticleSummary]:
    """All articles in the order of import, with the counts of a coder, or of none."""
    latest = {head["article_id"]: head for head in store.version_heads()}
    statuses: dict[UUID, dict[UUID, CodingStatus]] = {}
    for coding in store.values(ArticleCoding):
        statuses.setdefault(coding.article_id, {})[coding.coder_id] = coding.status
    runs = store.suggestion_runs()
    shown = store.suggestion_counts(thresholds_in(store, codebook)) if runs else {}
    hidden = hidden_from(store, coder_id) if coder_id else _never
    spans = store.counts("annotation", "article_version_id") if coder_id else {}
    doubts = store.doubt_counts() if coder_id else {}
    summaries = []
    for article in sorted(store.values(Article), key=lambda a: (a.sequence, a.key)):
        head = latest.get(article.id)
        if head is None:
            continue
        version_id: UUID = head["id"]
        own = statuses.get(article.id, {})
        mine = (
            {
                "status": own.get(coder_id, CodingStatus.TO_DO),
                "n_codings": spans.get((version_id, coder_id), 0),
                "n_doubts": doubts.get((version_id, coder_id), 0),
            }
            if coder_id
            else {}
        )
        n_suggestions = None
        if version_id in runs:
            n_suggestions = 0 if hidden(article.id) else shown.get(version_id, 0)
        summaries.append(
            ArticleSummary(
                id=article.id,
                version_id=version_id,
                key=article.key,
                title=article.title,
                outlet=str(article.metadata.get("outlet") or ""),
                date=str(article.metadata.get("date") or ""),
                n_words=head["n_words"],
                left_out=article.left_out,
                statuses=own,
                n_suggestions=n_suggestions,
                **mine,
            )
        )
    return summaries


def _never(_: UUID) -> bool:
    return False
