"""Key files: mode 600 from the first byte, refused when anybody else may read them; replaced only as a whole ring."""

import os
import stat
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UnsafeKeyFile(Exception):  # noqa: N818 - named for the reason
    """A key file that others may read, or that is not there: the process must not start."""


def read_secret(path: Path) -> bytes:
    """The file's bytes; raises UnsafeKeyFile unless its owner alone may touch it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UnsafeKeyFile(f"{path} is missing: `make run` makes one") from None
    with os.fdopen(descriptor, "rb") as file:
        if os.fstat(descriptor).st_mode & OTHERS:
            raise UnsafeKeyFile(f"{path} can be read by others: chmod 600 {path}")
        return file.read()


def write_secret(path: Path, content: bytes) -> None:
    """Durable, mode 600 from its first byte. FileExistsError: a key is never replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    sync_folder(path.parent)


def replace_secret(path: Path, content: bytes) -> None:
    """For a ring of keys that grows: the old content or the new one, whole, whenever the power goes."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    write_secret(beside, content)
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A name in a folder survives a power cut only after the folder itself was synced."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
