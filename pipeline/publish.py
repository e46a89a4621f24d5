"""Writes what people read out of the records: worklist, one HTML page an application, the index over them, and the notices."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from pipeline import batch, workers
from pipeline.checks.base import Lang
from pipeline.datamodel.application import application_id
from pipeline.datamodel.picture import Picture
from pipeline.datamodel.profile import Profile
from pipeline.errors import UsageError
from pipeline.pictures import Album
from pipeline.reports import document, files, html, notice, record, sheets, worklist
from pipeline.reports.templating import link
from pipeline.reports.wording import retold


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: the worklist, the index, how many pages and notices, and the applications whose pictures are wanting.

    lost: those whose records are damaged; they stand in every list, with what to do.
    """

    worklist: Path
    index: Path
    applications: int
    notices: int
    unpictured: tuple[str, ...]
    lost: tuple[str, ...]


def publish(
    results: batch.Results, profile: Profile, lang: Lang, *, uploads: Path | None = None, jobs: int = 2, both: bool = False
) -> Published:
    """Write worklist, pages, index and notices from the records; pages and notices of earlier times that no longer hold are removed.

    profile: the rule pack that rules are quoted from; uploads: where the files lie, for pictures of the pages with findings;
    they need the stored sightings as well. both: the pages in the other language, too, with a switch between them. Findings are told in
    the language asked for, whatever they were judged in; notices always in Chinese.

    Raises:
        UsageError: there are no records, or `uploads` is no folder of uploads.
        OutputError: something cannot be written.
    """
    paths = sorted(results.records.glob("*.json"))
    if not paths:
        raise UsageError(f"{results.folder} holds no records; run `prescreen run` first")
    folders = {} if uploads is None else {batch.file_name(application_id(f)): f for f in batch.find(uploads, results.folder).folders}
    report, notices = results.folder / "report", results.folder / "notices"
    other: Lang = "en" if lang == "zh" else "zh"
    tongues = [_Tongue(lang=lang, folder=report, switch=(other,))]
    tongues += [_Tongue(lang=other, folder=report / other, switch=("..",))] if both else []
    for folder in (report, notices, *(tongue.folder / "applications" for tongue in tongues)):
        files.make_folder(folder)
    told, unpictured, lost = [], [], []
    for path, entry, pictures in _with_pictures(results, paths, folders, jobs):
        name = f"{path.stem}.html"
        lost += [entry["application"]] if record.is_lost(entry) else []
        returned = entry["proposal"] == "return"
        if returned:
            items = notice.items(entry, profile)
            files.write_whole(notices / name, notice.letter(entry, items).encode())
            files.write_whole(notices / f"{path.stem}.docx", document.letter(entry, items))
            told += [name, f"{path.stem}.docx"]
        for tongue in tongues:
            links = html.Links(
                notice=link(*tongue.up, "..", "..", "notices", name) if returned else "",
                switch=link("..", *tongue.switch, "applications", name) if both else "",
            )
            page = html.application(retold(entry, tongue.lang), profile, tongue.lang, pictures=pictures, links=links)
            files.write_whole(tongue.folder / "applications" / name, page.encode())
        if uploads is not None and len(pictures) < len(sheets.sheets(entry)):
            unpictured.append(entry["application"])
    for tongue in tongues:
        page = html.index(_listed(paths, tongue.lang), tongue.lang, switch=link(*tongue.switch, "index.html") if both else "")
        files.write_whole(tongue.folder / "index.html", page.encode())
        files.remove_others(tongue.folder / "applications", (f"{path.stem}.html" for path in paths))
    for old in {"zh", "en"} - {tongue.folder.name for tongue in tongues}:
        files.remove_pages(report / old)
    files.write_whole(results.folder / "worklist.xlsx", worklist.workbook(_listed(paths, lang), lang))
    files.remove_others(notices, told)
    return Published(
        worklist=results.write_worklist(lang),
        index=report / "index.html",
        applications=len(paths),
        notices=len(told) // 2,
        unpictured=tuple(sorted(unpictured)),
        lost=tuple(sorted(lost)),
    )


class _Tongue(msgspec.Struct, frozen=True, kw_only=True):
    """Pages in one language: where they lie, and the steps from there to those of the other."""

    lang: Lang
    folder: Path
    switch: tuple[str, ...]

    @property
    def up(self) -> tuple[str, ...]:
        """The steps from here to the folder of the first language."""
        return ("..",) if self.switch == ("..",) else ()


def _listed(paths: list[Path], lang: Lang) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every record, told in a language, with the name of its page."""
    return ((f"{path.stem}.html", retold(record.load_or_lost(path), lang)) for path in paths)


def _with_pictures(
    results: batch.Results, paths: list[Path], folders: Mapping[str, Path], jobs: int
) -> Iterator[tuple[Path, dict[str, Any], tuple[Picture, ...]]]:
    """Yield every record with the pictures of its pages; those without come first, the others as they are taken."""
    for path in paths:
        if path.stem not in folders:
            yield path, record.load_or_lost(path), ()
    by_folder = {str(folders[path.stem]): path for path in paths if path.stem in folders}
    albums = (_album(results, path, Path(folder)) for folder, path in by_folder.items())
    if by_folder:
        for album, pictures in workers.photograph(albums, jobs=jobs):
            path = by_folder[album.folder]
            yield path, record.load_or_lost(path), pictures or ()


def _album(results: batch.Results, path: Path, folder: Path) -> Album:
    """Return what to take pictures of.

    Without stored sightings nothing: only they know every line with a number in it, and whether the uploads are still those that
    were judged.
    """
    try:
        stored = batch.read_stored(results.sightings / f"{path.stem}.msgpack")
    except UsageError:
        return Album(folder=str(folder), input_sha256="", sheets=())
    return Album(folder=str(folder), input_sha256=stored.input_sha256, sheets=sheets.sheets(record.load_or_lost(path), stored.sightings))
