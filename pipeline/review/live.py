"""Pictures of the uploads as they are now: decoded in a guarded process, identity numbers blacked out, kept in memory only."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path

from pipeline import batch, workers
from pipeline.datamodel.geometry import Box
from pipeline.datamodel.picture import Picture, Sheet
from pipeline.errors import UsageError
from pipeline.pictures import Album
from pipeline.reports import sheets
from pipeline.reports.sheets import Key
from pipeline.reports.templating import link
from pipeline.review.desk import Entry


class Live:
    """The pictures of the applications looked at last.

    folders: the upload folder of each record by its file name; side_px: long side of a page's picture; kept: applications whose
    pictures stay in memory; jobs: processes that decode at the same time.
    """

    def __init__(self, results: batch.Results, folders: Mapping[str, Path], *, side_px: int = 1600, kept: int = 6, jobs: int = 1) -> None:
        self._results, self._folders, self._side_px, self._kept = results, folders, side_px, kept
        self._pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="pictures")
        self._taken: OrderedDict[tuple[str, str], Future[tuple[Picture, ...]]] = OrderedDict()
        self._albums: OrderedDict[tuple[str, str], Album | None] = OrderedDict()
        self._lock = threading.RLock()

    def sheets(self, entry: Entry) -> tuple[Sheet, ...]:
        """Return what can be shown of an application: all its pages, none where its uploads or its sightings are not at hand."""
        album = self._album(entry)
        return () if album is None else album.sheets

    def ask(self, entry: Entry) -> "Future[tuple[Picture, ...]] | None":
        """Begin to take the pictures of an application, or return those under way or taken; None where none can be."""
        mark = (entry.key, entry.sha256)
        with self._lock:
            known = self._taken.get(mark)
            if known is not None and not (known.done() and (known.exception() is not None or not known.result())):
                self._taken.move_to_end(mark)
                return known
            album = self._album(entry)
            if album is None:
                return None
            self._taken[mark] = future = self._pool.submit(_take, album)
            while len(self._taken) > self._kept:
                self._taken.popitem(last=False)[1].cancel()
            return future

    def picture(self, entry: Entry, page: int, *, wait_s: float = 0.3) -> Picture | None:
        """Return the picture of a page by its place among the sheets, None where it is not found as it was judged.

        wait_s: how long to wait for pictures that are being taken; a browser has few connections, and a reviewer's next act must
        not queue behind them.

        Raises:
            TimeoutError: it is still being taken; ask again.
        """
        wanted, future = self.sheets(entry), self.ask(entry)
        if future is None or not 0 <= page < len(wanted):
            return None
        try:
            taken = future.result(timeout=wait_s)
        except CancelledError:
            return None
        return next((picture for picture in taken if picture.key == wanted[page].key), None)

    def close(self) -> None:
        """Wait for nobody any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _album(self, entry: Entry) -> Album | None:
        mark = (entry.key, entry.sha256)
        with self._lock:
            if mark not in self._albums:
                self._albums[mark] = self._wanted(entry)
                while len(self._albums) > self._kept:
                    self._albums.popitem(last=False)
            return self._albums[mark]

    def _wanted(self, entry: Entry) -> Album | None:
        folder = self._folders.get(entry.stem)
        if folder is None:
            return None
        try:
            stored = batch.read_stored(self._results.sightings / f"{entry.stem}.msgpack")
        except UsageError:
            return None
        wanted = sheets.sheets(entry.record, stored.sightings, side_px=self._side_px, every=True)
        return Album(folder=str(folder), input_sha256=stored.input_sha256, sheets=wanted)


class Linked:
    """Pictures that a page asks this server for, by the places of page and detail in the sheets: no file's name is in an address."""

    def __init__(self, entry: Entry, wanted: tuple[Sheet, ...]) -> None:
        self._key = entry.key
        self._places = {sheet.key: (place, sheet) for place, sheet in enumerate(wanted)}

    def whole(self, key: Key) -> object | None:
        """Return the address of a page's picture."""
        found = self._places.get(key)
        return None if found is None else "/" + link("a", self._key, "pages", f"{found[0]}.jpg")

    def crop(self, key: Key, box: Box) -> object | None:
        """Return the address of a detail's picture."""
        found = self._places.get(key)
        if found is None or box not in found[1].crops:
            return None
        return "/" + link("a", self._key, "pages", str(found[0]), f"{found[1].crops.index(box)}.jpg")


def _take(album: Album) -> tuple[Picture, ...]:
    """Return an album's pictures, taken in a process of their own: a crash or a hang costs them and nothing else."""
    return next((pictures or () for _, pictures in workers.photograph([album])), ())
