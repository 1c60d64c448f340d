"""Places in texts: what an address or a typed place means in a project, and which project it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from refusal_annotator.domain.articles import Article
from refusal_annotator.domain.errors import AnnotatorError, ProjectError
from refusal_annotator.domain.place_links import PlaceLink, PlaceLinkError, in_words, parse_place
from refusal_annotator.workspace.article_finder import ArticleFinder
from refusal_annotator.workspace.project_file import read_project_file
from refusal_annotator.workspace.settings import RecentEntry, load_settings

if TYPE_CHECKING:
    # Whoever only asks where a project lies need not load what reads databases.
    from refusal_annotator.workspace.project import OpenProject

_LISTED = 5


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """Where an address leads in the open project; `note` says what of it cannot be shown."""

    article_id: UUID
    extent: tuple[int, int] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KnownProject:
    """A project that was opened on this computer; `there` says whether its folder still is."""

    folder: Path
    name: str
    there: bool


def find_place(project: OpenProject, link: PlaceLink) -> FoundPlace:
    """Where a link leads; AnnotatorError where the project does not hold the article."""
    project.flush()
    if not project.store.values(Article, id=link.article_id):
        raise AnnotatorError(
            "The article of this place is not in the project: it was deleted, or added to another "
            "copy of the project. Open the copy that the workbook was made from."
        )
    length = len(project.store.version_of(link.article_id).text)
    if link.extent is None or link.extent[1] <= length:
        return FoundPlace(link.article_id, link.extent)
    words = in_words(link.extent)
    return FoundPlace(
        link.article_id,
        None,
        f"{words[:1].upper()}{words[1:]} lies beyond the end of this text, which has {length:,} "
        "characters. The link was made for another text of the article.",
    )


def link_to(project: OpenProject, written: str) -> PlaceLink:
    """Make the link to a place that is typed as ARTICLE[:START[-END]]."""
    name, extent = parse_place(written)
    article = find_article(project, name)
    length = len(project.store.version_of(article.id).text)
    if extent is not None and extent[1] > length:
        raise PlaceLinkError(
            f"{article.key} has {length:,} characters, so there is no {in_words(extent)} in it."
        )
    return PlaceLink(project.project_id, article.id, *(extent or (None, None)))


def find_article(project: OpenProject, written: str) -> Article:
    """The article of a file name, key, beginning of a key, or number that a key begins with."""
    project.flush()
    articles = sorted(project.store.values(Article), key=lambda a: (a.sequence, a.key))
    found = ArticleFinder(articles).one(written)
    if found is not None:
        return found
    likely = [article for article in articles if begins(article.key, written)]
    if len(likely) == 1:
        return likely[0]
    listed = likely or articles
    names = ", ".join(a.key for a in listed[:_LISTED]) + (" …" if len(listed) > _LISTED else "")
    fact = "more than one article" if likely else "no article"
    raise AnnotatorError(f"{written!r} names {fact} of this project; there is {names or 'none'}.")


def begins(key: str, written: str) -> bool:
    """Whether a key begins so, or with the number that is written, whatever its zeros."""
    if not re.fullmatch("[0-9]{1,9}", written):
        return bool(written) and key.casefold().startswith(written.casefold())
    found = re.match("[0-9]{1,9}(?![0-9])", key)
    return found is not None and int(found.group()) == int(written)


def known_project(project_id: UUID) -> KnownProject | None:
    """The project of this id among those opened here, the last one of several copies first.

    One whose folder is gone is returned only where no other copy is there.
    """
    gone: KnownProject | None = None
    for entry in load_settings().recent:
        if _id_of(entry) == project_id:
            return KnownProject(entry.folder, entry.name, there=True)
        if entry.id == project_id and gone is None:
            gone = KnownProject(entry.folder, entry.name, there=False)
    return gone


def _id_of(entry: RecentEntry) -> UUID | None:
    try:
        return read_project_file(entry.folder).id
    except ProjectError:
        return None
