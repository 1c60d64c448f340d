"""Making and opening a project folder: its lock, its database.

The store numbers changes under a replica id that is new each time a database is opened. Path and
file identity would not do: a copy that is put back over the original gets the same name, and on
common file systems the same inode too, and would then number changes as the original did.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from refusal_annotator.domain.errors import ProjectError
from refusal_annotator.storage.addresses import DatabaseAddress
from refusal_annotator.storage.sqlite import ProjectLock
from refusal_annotator.storage.store import ProjectStore
from refusal_annotator.workspace.listeners import Listeners
from refusal_annotator.workspace.project_file import FILE_NAME, ProjectFile, write_project_file

INNER_FOLDERS = ("sources", "backups")
LOCK_ENDING = ".lock"


def require_empty(folder: Path) -> None:
    """Raise ProjectError unless a project can be made in `folder`."""
    try:
        taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise ProjectError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    if taken:
        raise ProjectError(
            f"{folder} is not empty, so no project was made there. Choose an empty or new folder."
        )


@contextmanager
def new_folder(folder: Path, file: ProjectFile, address: DatabaseAddress) -> Iterator[None]:
    """Make a project's folder, database and file; where anything fails, leave nothing behind."""
    above = [folder, *folder.parents]
    missing = [path for path in above if not path.exists()]
    try:
        try:
            for inner in INNER_FOLDERS:
                (folder / inner).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(f"The folder {folder} cannot be made: {error.strerror}.") from error
        ProjectStore.create(address).close()
        try:
            write_project_file(folder, file)
        except OSError as error:
            raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from error
        yield
    except BaseException:
        _clear(folder, address, missing)
        raise


def open_store(
    folder: Path,
    file: ProjectFile,
    address: DatabaseAddress,
    listeners: Listeners,
    *,
    read_only: bool,
) -> tuple[ProjectStore, ProjectLock | None]:
    """Take the lock and open the database; ProjectError where that cannot be."""
    lock = None if read_only else _take_lock(file, address)
    try:
        store = ProjectStore.open(
            address,
            backups=folder / "backups",
            read_only=read_only,
            on_saved=listeners.saved,
            on_failed=listeners.failed,
        )
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    return store, lock


def _take_lock(file: ProjectFile, address: DatabaseAddress) -> ProjectLock | None:
    """Lock beside the database file: two project folders that name one file exclude each other."""
    if address.file is None:
        return None
    path = address.file.with_suffix(LOCK_ENDING)
    if not address.file.exists():
        # The store says what is wrong; no lock file is left where nothing is.
        return None
    try:
        path.open("ab").close()
        address.file.open("r+b").close()
    except OSError as error:
        raise ProjectError(
            f"{file.name} cannot be changed: {address.file.parent} is not writable "
            f"({error.strerror}). Open it for reading only, or copy the folder to a place where "
            "you may write."
        ) from error
    lock = ProjectLock(path)
    if not lock.acquire():
        raise ProjectError(
            f"{file.name} is open in another window or program. Two of them could overwrite "
            "each other's work. Close the other one, or open this one for reading only."
        )
    return lock


def _clear(folder: Path, address: DatabaseAddress, missing: list[Path]) -> None:
    """Take away what `new_folder` made, and no file or folder that was there before."""
    for inner in INNER_FOLDERS:
        shutil.rmtree(folder / inner, ignore_errors=True)
    files = [folder / FILE_NAME]
    if address.file is not None:
        endings = ("", "-wal", "-shm", "-journal")
        files += [address.file.with_name(address.file.name + ending) for ending in endings]
        files.append(address.file.with_suffix(LOCK_ENDING))
    for path in files:
        if path.is_relative_to(folder):
            with suppress(OSError):
                path.unlink()
    for path in missing:
        with suppress(OSError):
            path.rmdir()
