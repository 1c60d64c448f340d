"""Who may read which comments."""

from __future__ import annotations

from datetime import timedelta

from refusal_annotator.domain.comments import readable_comments
from tests.builders import NOON, make_article, make_coder, make_comment


def test_a_coder_reads_their_own_and_supervisors_and_a_supervisor_reads_all():
    ada, ben = make_coder("Ada"), make_coder("Ben")
    vera = make_coder("Vera", role="supervisor")
    article = make_article("01_pier")
    written = [
        make_comment(who, article, who.name, created=NOON + timedelta(minutes=n))
        for n, who in enumerate((vera, ben, ada))
    ]
    people = (ada, ben, vera)

    def texts(reader):
        return [c.text for c in readable_comments(reversed(written), reader, people)]

    assert texts(ada) == ["Vera", "Ada"]
    assert texts(ben) == ["Vera", "Ben"]
    assert texts(vera) == ["Vera", "Ben", "Ada"]


def test_a_writer_who_is_not_known_is_no_supervisor():
    ada, gone = make_coder("Ada"), make_coder("Gone", role="supervisor")
    comment = make_comment(gone, make_article("01_pier"))
    assert readable_comments([comment], ada, [ada]) == []
