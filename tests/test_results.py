from pathlib import Path

from pipeline.results import Results

MADE = (
    "applications/a.json",
    "sightings/a.msgpack",
    "report/applications/a.html",
    "report/en/applications/a.html",
    "notices/a.html",
    "notices/a.docx",
    "review/issued/a.html",
    "review/issued/a.docx",
)


def written(folder: Path, *names: str) -> Results:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    return Results(folder=folder)


def test_removing_an_application_leaves_no_page_and_no_notice_of_it_in_any_form(tmp_path: Path) -> None:
    results = written(tmp_path, *MADE, *(name.replace("a.", "b.") for name in MADE))
    assert results.remove(["a"]) == 1
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {name.replace("a.", "b.") for name in MADE}


def test_removing_all_leaves_no_list_and_no_trail(tmp_path: Path) -> None:
    lists = ("worklist.csv", "worklist.xlsx", "report/index.html", "report/en/index.html")
    results = written(tmp_path, *lists, "review/decisions.sqlite", "review/decisions.sqlite-wal", "sightings/broken.msgpack")
    results.remove_lists()
    results.remove_stored()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
