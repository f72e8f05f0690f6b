"""A disk that is full when a test wants it: a small file system in memory, and a file that takes all that is left."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SPARE = 96 * 2**20  # bytes beyond what lies in the folder: enough to start and to write for a while


class MayNotMount(PermissionError):
    """This user may not mount a file system, so no disk can be filled here."""


class SmallDisk:
    """The file system that holds a folder, and a ballast in it."""

    def __init__(self, folder: Path) -> None:
        self.ballast = folder / "ballast"

    def fill(self) -> None:
        """Take every byte that is left."""
        with open(self.ballast, "wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(2**16))

    def clear(self) -> None:
        self.ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Let a folder lie on a small file system while the block lasts; what it then holds is kept. Raises MayNotMount."""
    aside = folder.with_name(f"{folder.name}-aside")
    size = sum(path.lstat().st_size for path in folder.rglob("*")) + SPARE
    owner = folder.stat()
    folder.rename(aside)
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700,uid={owner.st_uid},gid={owner.st_gid}"]
    if subprocess.run([*mount, "tmpfs", folder], capture_output=True).returncode:
        folder.rmdir()
        aside.rename(folder)
        raise MayNotMount(MayNotMount.__doc__)
    try:
        _copy(aside, folder)
        shutil.rmtree(aside)
        disk = SmallDisk(folder)
        yield disk
    finally:
        disk.clear()
        aside.mkdir(mode=0o700)
        os.chown(aside, owner.st_uid, owner.st_gid)
        _copy(folder, aside)
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()
        aside.rename(folder)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)
