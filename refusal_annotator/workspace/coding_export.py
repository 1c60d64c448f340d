"""Coding files go out: one JSON file for each article that a coder has taken up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from refusal_annotator.domain.annotations import Annotation, ArticleLink, Link, Zone
from refusal_annotator.domain.articles import Article, ArticleVersion
from refusal_annotator.domain.coders import ArticleCoding, Coder
from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.exchange.coding_files import span_names, to_json
from refusal_annotator.workspace.project import OpenProject


def export_codings(project: OpenProject, coder: Coder, folder: Path) -> list[Path]:
    """Write one file for each article that a coder has taken up, named after its source's stem."""
    project.flush()
    articles = {article.id: article for article in project.store.values(Article)}
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for coding in project.store.values(ArticleCoding, coder_id=coder.id):
            article = articles.get(coding.article_id)
            if article is None:
                continue
            content = coding_as_json(project, coder, article, coding)
            path = folder / f"{article.key}.json"
            unfinished = path.with_name(f"{path.name}.part")
            unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
            unfinished.replace(path)
            written.append(path)
    except OSError as error:
        raise AnnotatorError(
            f"The codings cannot be written to {folder}: {error.strerror}. Choose another folder."
        ) from error
    return sorted(written)


def coding_as_json(
    project: OpenProject, coder: Coder, article: Article, coding: ArticleCoding
) -> dict[str, Any]:
    """One coder's coding of one article as the object of a coding file."""
    store = project.store
    version = store.values(ArticleVersion, id=coding.article_version_id)[0]
    place = version.id
    annotations = store.values(
        Annotation, deleted=True, article_version_id=place, coder_id=coder.id
    )
    zones = coding.zones
    if zones is None:
        confirmed = [
            z for z in store.values(Zone, article_version_id=place) if z.status == "confirmed"
        ]
        confirmed.sort(key=lambda z: (z.start, z.end))
        zones = tuple((z.start, z.end, z.kind) for z in confirmed)
    return to_json(
        [a for a in annotations if not a.deleted],
        store.values(Link, article_version_id=place, coder_id=coder.id),
        codebook=project.codebook,
        names=span_names(annotations, project.codebook),
        article=article.source_name,
        sha256=version.source_sha256,
        length=len(version.text),
        coder=coder.name,
        coded_types=coding.coded_types,
        zones=zones,
        article_values=coding.values,
        article_links=store.values(ArticleLink, coder_id=coder.id, from_article_id=article.id),
        extras=coding.extras,
        keys=coding.file_keys,
        articles={a.id: a.key for a in store.values(Article)},
    )
