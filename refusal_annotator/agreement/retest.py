"""Coders against themselves: the same person codes the same article twice (intra-coder)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

import numpy as np
from numpy.typing import NDArray

from refusal_annotator.domain.comparison import (
    AgreementInput,
    ComparedArticle,
    ComparedCoder,
    FinishedCoding,
)
from refusal_annotator.domain.reliability import MISSING, ReliabilityData, ReliabilityError

_SPACE = UUID("4f3c1de2-6a0b-4f0e-9a6e-2b6a1d7f9c11")
FIRST = ComparedCoder(uuid5(_SPACE, "first"), "first coding")
SECOND = ComparedCoder(uuid5(_SPACE, "second"), "second coding")


def as_retest(material: AgreementInput, occasions: Sequence[tuple[UUID, UUID]]) -> AgreementInput:
    """Return an input whose two coders are the first and the second coding of each person.

    Each pair of `occasions` holds the coder of the first and of the second time. An article counts
    once for each person who coded it twice, so no person is compared with another; articles coded
    once are left out. The comparison of the result is intra-coder agreement (stability).

    Raises
    ------
    ReliabilityError
        Where no article was coded twice by one person.
    """
    names = {coder.id: coder.name for coder in material.coders}
    at = {(coding.article_id, coding.coder_id): coding for coding in material.codings}
    articles: list[ComparedArticle] = []
    codings: list[FinishedCoding] = []
    for article in material.articles:
        for first, second in occasions:
            both = at.get((article.id, first)), at.get((article.id, second))
            if both[0] is None or both[1] is None:
                continue
            own = uuid5(article.id, str(first))
            articles.append(
                replace(article, id=own, name=f"{article.name} · {names.get(first, '')}")
            )
            for coding, coder in ((both[0], FIRST), (both[1], SECOND)):
                codings.append(_moved(coding, own, coder.id))
    if not articles:
        raise ReliabilityError(
            "Nobody coded an article twice. Let a coder code some articles again under a second "
            "name, then name both."
        )
    return replace(
        material, articles=tuple(articles), coders=(FIRST, SECOND), codings=tuple(codings)
    )


def table_as_retest(
    data: ReliabilityData, occasions: Sequence[tuple[int, int]]
) -> tuple[ReliabilityData, NDArray[np.intp]]:
    """Return a table whose two coders are the first and the second coding of each person.

    Each pair of `occasions` holds the rows of the first and of the second time. A unit counts once
    for each person who coded it twice; what a person coded once is left out. Beside the data stands
    for each new unit the column it was, since codings of one column are resampled together.

    Raises
    ------
    ReliabilityError
        Where no unit was coded twice by one person.
    """
    codes: list[NDArray[np.int32]] = []
    columns: list[NDArray[np.intp]] = []
    units: list[str] = []
    for first, second in occasions:
        both = data.codes[[first, second]]
        at = np.flatnonzero((both != MISSING).all(axis=0))
        codes.append(both[:, at])
        columns.append(at)
        who = data.coders[first]
        units += [f"{data.units[n] if data.units else n + 1} · {who}" for n in at.tolist()]
    if not units:
        raise ReliabilityError(
            "Nobody coded a unit twice. Name for each person the column of the first and of the "
            "second coding, where both have values."
        )
    made = replace(
        data,
        codes=np.concatenate(codes, axis=1),
        coders=(FIRST.name, SECOND.name),
        units=tuple(units),
    )
    return made, np.concatenate(columns)


def _moved(coding: FinishedCoding, article_id: UUID, coder_id: UUID) -> FinishedCoding:
    place = {"article_version_id": article_id, "coder_id": coder_id}
    return replace(
        coding,
        article_id=article_id,
        coder_id=coder_id,
        annotations=tuple(a.model_copy(update=place) for a in coding.annotations),
        links=tuple(k.model_copy(update=place) for k in coding.links),
    )
