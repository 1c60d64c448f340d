from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from refusal_annotator.domain.errors import AnnotatorError
from refusal_annotator.importing import IMPORTERS, MAX_FILE_BYTES, ImportBatch, collect


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def reasons(batch: ImportBatch) -> dict[str, str]:
    return {problem.name: problem.reason for problem in batch.problems}


def test_a_folder_gives_its_articles_in_order_and_names_what_was_left_out(tmp_path: Path) -> None:
    write(tmp_path, b__txt="Second.\r\nLine.", A__txt="First.", empty__txt=b"", pic__txt=b"\x89PNG")
    write(tmp_path / "more", c__txt="Third.", page__html="<p>Fourth.</p>")
    write(tmp_path, __hidden="no", Thumbs__db="no")
    batch = collect([tmp_path])
    assert [item.name for item in batch.items] == ["A.txt", "b.txt", "more/c.txt"]
    assert [item.stem for item in batch.items] == ["A", "b", "c"]
    assert batch.items[1].text == "Second.\nLine."
    assert batch.n_hidden == 2
    assert {name: reason.split(";")[0] for name, reason in reasons(batch).items()} == {
        "empty.txt": "the file is empty",
        "more/page.html": "it is a web page",
        "pic.txt": "it is a picture, not plain text",
    }


def test_bytes_and_hashes_are_those_of_the_file(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbfThe gate \xf0\x9f\x99\x82 is shut.\r\n"
    write(tmp_path, gate__txt=data)
    (item,) = collect([tmp_path / "gate.txt"]).items
    assert item.source_bytes == data
    assert item.source_sha256 == hashlib.sha256(data).hexdigest()
    assert item.text == "The gate 🙂 is shut.\n"
    assert item.text_sha256 == hashlib.sha256(item.text.encode()).hexdigest()
    assert (item.importer, item.importer_version) == ("plain_text", "1")


def test_the_same_content_twice_is_recognised(tmp_path: Path) -> None:
    write(tmp_path, one__txt="Same.\n", two__txt="Same.\n", three__txt="Same.\r\n")
    batch = collect([tmp_path / "one.txt", tmp_path / "two.txt", tmp_path / "three.txt"])
    assert [item.name for item in batch.items] == ["one.txt"]
    assert reasons(batch) == {
        "two.txt": "it has the same content as one.txt",
        "three.txt": "it has the same text as one.txt",
    }
    assert {problem.kind for problem in batch.problems} == {"duplicate"}


def test_a_repeated_row_is_left_out_and_a_reprint_is_not(tmp_path: Path) -> None:
    rows = "id,outlet,text\n1,Seawire,The gate is shut.\n2,Seawire,The gate is shut.\n"
    write(tmp_path, press__csv=rows + "3,The Quay,The gate is shut.\n")
    batch = collect([tmp_path])
    assert [item.stem for item in batch.items] == ["press-1", "press-3"]
    assert batch.items[1].same_text_as == "press.csv, row 1"
    assert reasons(batch) == {"press.csv, row 2": "it has the same content as press.csv, row 1"}
    (origin,) = batch.origins
    assert origin.data == (tmp_path / "press.csv").read_bytes()


def test_stems_are_unlike(tmp_path: Path) -> None:
    write(tmp_path / "a", x__txt="One.")
    write(tmp_path / "b", X__txt="Two.")
    batch = collect([tmp_path])
    assert [item.stem for item in batch.items] == ["x", "X_2"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file of such a name")
def test_a_stem_is_safe_as_a_file_name_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, **{"who?: a|b__txt": "One."})
    assert collect([tmp_path]).items[0].stem == "who__ a_b"


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "a", x__txt="One.")
    write(tmp_path / "b", x__txt=b"")
    batch = collect([tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"])
    assert batch.items[0].name == "x.txt"
    assert reasons(batch) == {"b/x.txt": "the file is empty"}


def test_missing_and_special_files_are_named(tmp_path: Path) -> None:
    paths = [tmp_path / "gone.txt"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        paths.append(tmp_path / "pipe")
    found = collect(paths)
    assert found.items == ()
    assert len(found.problems) == len(paths)
    assert found.problems[0].reason == "there is no such file"


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    assert "larger than 64 MiB" in collect([tmp_path]).problems[0].reason


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a", x__txt="One.")
    try:
        (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    except OSError:
        pytest.skip("this system lets nobody make links here")
    batch = collect([tmp_path])
    assert [item.name for item in batch.items] == ["a/x.txt"]
    assert list(reasons(batch)) == ["a/self"]


def test_a_folder_linked_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a", x__txt="One.")
    try:
        (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links here")
    batch = collect([tmp_path])
    assert [item.name for item in batch.items] == ["a/x.txt"]
    assert batch.problems == ()


def test_folders_without_end_are_refused(tmp_path: Path) -> None:
    deep = tmp_path / "/".join("d" * 110)
    write(deep, x__txt="One.")
    batch = collect([tmp_path])
    assert batch.items == ()
    assert "deeper than 100" in batch.problems[0].reason


def test_an_empty_folder_and_an_endless_name_are_said(tmp_path: Path) -> None:
    found = collect([tmp_path, tmp_path / ("n" * 5000)])
    assert found.problems[0].reason == "the folder holds no files to import"
    assert len(found.problems) == 2


def test_progress_and_cancel(tmp_path: Path) -> None:
    write(tmp_path, a__txt="One.", b__txt="Two.", c__txt="Three.")
    steps: list[tuple[int, int, str]] = []
    collect([tmp_path], progress=lambda *step: steps.append(step))
    assert steps == [(0, 3, "a.txt"), (1, 3, "b.txt"), (2, 3, "c.txt"), (3, 3, "")]

    asked = iter([False, False, True])
    batch = collect([tmp_path], cancelled=lambda: next(asked))
    assert batch == ImportBatch(cancelled=True)


def test_a_mapping_to_an_unknown_field_is_refused_before_reading(tmp_path: Path) -> None:
    with pytest.raises(AnnotatorError, match="“body”"):
        collect([tmp_path], mapping={"body": "x"})


def test_every_importer_says_who_it_is() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)
    assert all(importer.label and importer.version for importer in IMPORTERS)


def test_the_seeds_of_the_study_come_in_whole(shared_dir: Path) -> None:
    batch = collect([shared_dir / "seeds"])
    assert batch.problems == ()
    assert [len(item.text) for item in batch.items] == [2181, 2046, 6287, 2740, 2319]
    assert {item.encoding for item in batch.items} == {"utf-8"}
