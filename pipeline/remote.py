"""Uploads behind an address: listed, told apart by state, and fetched under caps into a private folder. The only fsspec.

Whoever can write there may name an object anything, so no name leads out of the folder it is fetched into, and no link is followed.
"""

import datetime as dt
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from pipeline.datamodel.application import printable
from pipeline.datamodel.finding import Fault
from pipeline.errors import UsageError
from pipeline.stages.folder import FolderLimits
from pipeline.stages.stillness import Mark

EXTRAS: Mapping[str, str] = {"s3": "s3", "sftp": "sftp"}
"""The schemes that may be named, and the extra that each needs."""
CHUNK_BYTES = 1_000_000
MOST_ENTRIES = 20 * FolderLimits().max_files
"""So many entries of one application are listed, and no more: a flooded folder must not fill the memory."""
NAME_BYTES = 255  # the longest name most file systems take
PATIENCE_S = 30.0  # so long is a host waited for
_NAMES_AT_ODDS = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
_TIMES = ("LastModified", "mtime", "last_modified", "modified", "created")


class FetchLimits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of one application is fetched."""

    max_bytes: Annotated[
        int,
        Meta(
            ge=1,
            description="Bytes of one application's files together; what comes after them is refused by name",
            extra={"unit": "bytes", "source": "our choice; ten files of the largest size that is looked at"},
        ),
    ] = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """An application's folder to read, and what was refused by name on its way here."""

    folder: Path
    refused: tuple[Fault, ...] = ()


def listed(url: str) -> tuple[list[str], list[str]]:
    """Return the names of the folders and of the files at an address, in order. Raises UsageError where it cannot be reached."""
    with _reached(url) as (files, root):
        entries = files.ls(root, detail=True)
    folders, others = [], []
    for one in entries:
        name = _last(one["name"])
        if _clean(one["name"]) == _clean(root):
            others += ["(a folder without a name)"] if _is_nameless(one, root) else []
        elif one["type"] == "directory" and _is_safe((name,)):
            folders.append(name)
        else:
            others.append(name)
    return sorted(folders), sorted(others)


def mark(url: str) -> Mark:
    """Return the state of a folder: names, sizes, times and tags of its objects; of one that is gone, a state that no folder has."""
    with _reached(url) as (files, root):
        found = _objects(files, root)
    if not found:
        return Mark("", 0.0)
    parts = [f"{name}\0{info.get('size')} {_moment(info)} {info.get('ETag', '')}".encode(errors="surrogateescape") for name, info in found]
    return Mark(hashlib.sha256(b"\n".join(sorted(parts))).hexdigest(), max(_moment(info) for _, info in found))


@contextmanager
def fetched(url: str, into: Path, limits: FolderLimits | None = None, most: FetchLimits | None = None) -> Iterator[Fetched]:
    """Give a folder fetched into a new one below `into`, which is removed afterwards. Raises UsageError where it cannot be reached."""
    room = Path(tempfile.mkdtemp(prefix="fetched-", dir=into))  # 0700
    try:
        with _reached(url) as (files, root):
            folder = room / _last(root)
            folder.mkdir(mode=0o700)
            taking = _Taking(files, folder, limits or FolderLimits(), (most or FetchLimits()).max_bytes)
            found = _objects(files, root)
            refused = [fault for name, info in found[:MOST_ENTRIES] if (fault := taking.take(name, info)) is not None]
            if len(found) > MOST_ENTRIES:
                words = f"more than {MOST_ENTRIES} files in one application; the others were not fetched"
                refused.append(_refused(found[MOST_ENTRIES][0], "too-many-files", words))
        yield Fetched(folder=folder, refused=tuple(refused))
    finally:
        shutil.rmtree(room, ignore_errors=True)


class _Taking:
    """One folder being fetched: how much may still come."""

    def __init__(self, files: Any, folder: Path, limits: FolderLimits, most: int) -> None:  # noqa: ANN401 - fsspec has no types
        self._files, self._folder, self._limits, self._bytes = files, folder, limits, most

    def take(self, name: str, info: Mapping[str, Any]) -> Fault | None:
        """Fetch one object and return None, or the fault for which it was refused."""
        steps = tuple(name.split("/"))
        if not _is_safe(steps):
            return _refused(name, "outside", "its name leads out of the application's folder, or is none; upload it under a plain name")
        if info["type"] == "directory":
            return _refused(name, "too-deep", f"more than {self._limits.max_depth} folders inside one another; not looked into")
        if info["type"] != "file" or info.get("islink"):
            return _refused(name, "symlink", "a link to somewhere else; upload the file itself")
        size = int(info.get("size") or 0)
        if self._bytes < size <= self._limits.max_file_bytes:
            return _refused(name, "too-large", "the application's files are too large together; this one was not fetched")
        place = self._folder.joinpath(*steps)
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            if error.errno not in _NAMES_AT_ODDS:
                raise
            return _refused(name, "not-regular", "another object's name is at odds with this one's; upload it under a name of its own")
        if size > self._limits.max_file_bytes:
            os.truncate(place, size)  # empty but of that size: it is refused by it, as it would be here
        else:
            self._bytes -= self._copied(info["name"], place, min(self._limits.max_file_bytes, self._bytes))
        os.utime(place, (_moment(info), _moment(info)))
        return None

    def _copied(self, name: str, place: Path, most: int) -> int:
        """Copy an object, at most so many bytes whatever its size was said to be, and return how many there were."""
        count = 0
        with self._files.open(name, "rb") as source, place.open("wb") as out:
            while count <= most and (chunk := source.read(CHUNK_BYTES)):
                out.write(chunk)
                count += len(chunk)
        if count > most:
            raise UsageError(f"an object of {printable(self._folder.name)} is larger than it was said to be; look at that store")
        return count


@contextmanager
def _reached(url: str) -> Iterator[tuple[Any, str]]:
    """Give the file system behind an address and the place in it. Raises UsageError where it may not be named or cannot be reached."""
    scheme, _, rest = url.partition("://")
    if scheme not in EXTRAS:
        raise UsageError(f"{scheme}:// is no address that uploads are read from; {', '.join(f'{one}://' for one in EXTRAS)} are")
    host = rest.partition("/")[0]
    if ":" in host.rpartition("@")[0]:
        raise UsageError("an address must hold no password, since it is kept with the results; use a key, or the environment")
    if any(step in {".", ".."} for step in rest.split("/")):
        raise UsageError("an address of uploads must hold no . or .. step")
    try:
        import fsspec  # noqa: PLC0415 - an extra's, and only where an address is named

        files, root = fsspec.core.url_to_fs(url, **_manners(scheme))
        try:
            files.invalidate_cache()
            yield files, root
        except Exception:
            type(files).clear_instance_cache()  # a connection that was lost is not to be used again
            raise
    except ImportError as error:
        raise UsageError(f"{scheme}:// needs the extra of that name: pip install 'prescreen[{EXTRAS[scheme]}]'") from error
    except UsageError:
        raise
    except FileNotFoundError as error:
        raise UsageError(f"there is nothing at {url}; see that it is the folder that holds the applications") from error
    except Exception as error:  # whatever a store's own library raises
        raise UsageError(
            f"{scheme}://{host.rpartition('@')[2]} cannot be read ({type(error).__name__}); see its address and its keys"
        ) from error


def _manners(scheme: str) -> dict[str, Any]:
    """Return how a store is talked to: listings not remembered; a host only if its key is known, and not waited for without end."""
    if scheme != "sftp":
        return {"use_listings_cache": False}
    from pipeline.known_hosts import KnownHosts  # noqa: PLC0415 - an extra's

    return {"timeout": PATIENCE_S, "banner_timeout": PATIENCE_S, "host_key_policy": KnownHosts}


def _objects(files: Any, root: str) -> list[tuple[str, Mapping[str, Any]]]:  # noqa: ANN401 - fsspec has no types
    """Return everything below a folder by its name below it, in the order of the names; a folder only where it is not looked into.

    Not fsspec's own walk, which leaves out what it cannot list: a paper that we may not read would be one that is not there.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    folders = [(_clean(root), 0)]
    while folders and len(found) <= MOST_ENTRIES:
        here, depth = folders.pop()
        try:
            entries = files.ls(here, detail=True)
        except FileNotFoundError:
            continue  # gone since it was listed, or never there
        for info in entries:
            whole = _clean(info["name"])
            if whole == here:
                if _is_nameless(info, here):
                    found.append((f"{whole.removeprefix(_clean(root)).lstrip('/')}//", info))
                continue
            name = whole.removeprefix(f"{_clean(root)}/")
            if info["type"] == "directory" and _is_safe(tuple(name.split("/"))) and depth < FolderLimits().max_depth:
                folders.append((whole, depth + 1))
            else:
                found.append((name, info))
    return sorted(found, key=lambda one: one[0])


def _is_nameless(info: Mapping[str, Any], here: str) -> bool:
    """Return whether what is listed under a folder's own name is one without a name in it ("a//b.jpg"), which cannot be looked into.

    Else it is the folder itself, or a store's own mark that there is one.
    """
    return info["name"] != _clean(here) and bool(info["type"] == "directory" or info.get("size"))


def _is_safe(steps: tuple[str, ...]) -> bool:
    """Return whether a name of these steps stays below the folder that it is joined to."""
    return all(
        step not in {"", ".", ".."} and "\0" not in step and "/" not in step and len(os.fsencode(step)) <= NAME_BYTES for step in steps
    )


def _moment(info: Mapping[str, Any]) -> float:
    """Return when an object was last changed, in seconds since 1970; 0 where the store does not tell."""
    said = next((info[name] for name in _TIMES if info.get(name) is not None), 0)
    if isinstance(said, dt.datetime):
        return (said if said.tzinfo else said.replace(tzinfo=dt.UTC)).timestamp()
    return float(said) if isinstance(said, int | float) else 0.0


def _refused(name: str, error: str, message: str) -> Fault:
    return Fault(where="folder", error=error, message=message, file=printable(name), broken_upload=True)


def _clean(path: str) -> str:
    return path.rstrip("/")


def _last(path: str) -> str:
    return _clean(path).rpartition("/")[2]
