import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pipeline.datamodel.application import Kind, StaffStatus
from pipeline.errors import UsageError
from pipeline.stages.folder import FolderLimits, open_application, printable_name


def folder_with(root: Path, **files: bytes) -> Path:
    folder = root / "A17"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def declare(root: Path, content: object) -> Path:
    return folder_with(root, **{"application.json": json.dumps(content).encode()})


def test_files_come_in_the_order_of_their_bytes_with_sub_folders_walked(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, **{"b.jpg": b"1", "B.jpg": b"2", "页.pdf": b"3"})
    (folder / "a").mkdir()
    (folder / "a" / "z.png").write_bytes(b"4")
    application, faults = open_application(folder)
    assert [path.relative_to(folder).as_posix() for path in application.files] == ["B.jpg", "a/z.png", "b.jpg", "页.pdf"]
    assert (application.id, faults) == ("A17", ())


def test_what_systems_leave_behind_is_passed_over_in_silence(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, **{"Thumbs.db": b"x", ".DS_Store": b"x", "desktop.ini": b"x", "._IMG.jpg": b"x"})
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "a.jpg").write_bytes(b"x")
    application, faults = open_application(folder)
    assert (application.files, faults) == ((), ())


def test_links_pipes_and_hidden_files_are_refused_by_name_and_never_opened(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, **{".secret.jpg": b"x", "good.jpg": b"x"})
    (folder / "link.jpg").symlink_to("/etc/passwd")
    (folder / "self.jpg").symlink_to(folder / "self.jpg")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.jpg")
    application, faults = open_application(folder)
    assert [path.name for path in application.files] == ["good.jpg"]
    assert {(fault.file, fault.error) for fault in faults} == {
        (".secret.jpg", "hidden-file"),
        ("link.jpg", "symlink"),
        ("self.jpg", "symlink"),
        ("up", "symlink"),
        ("pipe.jpg", "not-regular"),
    }
    assert all(fault.broken_upload and fault.where == "folder" for fault in faults)


@pytest.mark.parametrize(
    "head", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"\0" * 257 + b"ustar"], ids=["rar", "7z", "gz", "tar"]
)
def test_an_archive_is_refused_whatever_its_name(tmp_path: Path, head: bytes) -> None:
    _, faults = open_application(folder_with(tmp_path, **{"photo.jpg": head + b"\0" * 300}))
    assert [(fault.file, fault.error) for fault in faults] == [("photo.jpg", "archive")]


def test_a_zip_is_refused_but_a_word_file_is_left_to_intake(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    for name, inside in (("all.jpg", "../../evil.jpg"), ("form.docx", "[Content_Types].xml")):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(inside, b"x")
    application, faults = open_application(folder)
    assert [fault.file for fault in faults] == ["all.jpg"]
    assert [path.name for path in application.files] == ["form.docx"]


def test_caps_hold_and_say_which_file_was_left_out(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, **{"1.jpg": b"x", "2.jpg": b"x", "3.jpg": b"xxxx"})
    (folder / "a" / "b").mkdir(parents=True)
    application, faults = open_application(folder, FolderLimits(max_files=1, max_depth=1, max_file_bytes=3))
    assert [path.name for path in application.files] == ["1.jpg"]
    assert {(fault.file, fault.error) for fault in faults} == {("2.jpg", "too-many-files"), ("3.jpg", "too-large"), ("a/b", "too-deep")}


def test_a_flooded_folder_is_not_listed_whole(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, **{f"{i}.jpg": b"x" for i in range(25)})
    application, faults = open_application(folder, FolderLimits(max_files=1))
    assert application.files == ()
    assert [fault.error for fault in faults] == ["too-many-files"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"a\xb0\xa1.jpg", "a\\xb0\\xa1.jpg"),
        ("a\u202egpj.exe".encode(), "a\\u202egpj.exe"),
        (b"a\nb.jpg", "a\\u000ab.jpg"),
        (b"a\\u000ab.jpg", "a\\u005cu000ab.jpg"),
        ("申请表 1.jpg".encode(), "申请表 1.jpg"),
    ],
    ids=["GBK bytes", "bidi mark", "newline", "backslash", "Chinese"],
)
def test_a_name_is_shown_so_that_no_screen_obeys_it(name: bytes, shown: str) -> None:
    assert printable_name(Path(os.fsdecode(name))) == shown
    shown.encode()


def test_a_name_that_is_no_utf8_is_still_opened_by_its_bytes(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    with open(os.fsencode(folder) + b"/\xb0\xa1.jpg", "wb") as stream:  # noqa: PTH123 - a Path cannot be made of bytes
        stream.write(b"x")
    application, _ = open_application(folder)
    assert [path.read_bytes() for path in application.files] == [b"x"]


def test_declared_facts_are_taken(tmp_path: Path) -> None:
    folder = declare(
        tmp_path,
        {"kind": "renewal", "applicant": {"name": " 张三 "}, "staff_status": "retired", "submitted_on": "2026-03-01", "level": None},
    )
    application, _ = open_application(folder)
    declared = application.declared
    assert (declared.kind, declared.applicant.name, declared.staff_status) == (Kind.RENEWAL, "张三", StaffStatus.RETIRED)
    assert (declared.submitted_on, declared.level, application.declaration_errors) == (date(2026, 3, 1), None, ())
    assert application.files == ()


def test_every_error_of_a_declaration_is_named_at_once_and_good_keys_count(tmp_path: Path) -> None:
    folder = declare(
        tmp_path,
        {
            "kind": "renewel",
            "colour": "red",
            "submitted_on": "2026-13-01",
            "registration_expires_on": "20260301",
            "applicant": {"name": 7, "id_number": "11010119900307123X"},
            "employer": "x",
            "staff_status": "",
            "level": "中级",
        },
    )
    application, _ = open_application(folder)
    keys = [error.split(":")[0] for error in application.declaration_errors]
    assert keys == ["kind", "colour", "submitted_on", "registration_expires_on", "employer", "staff_status", "applicant.name"]
    assert (application.declared.level, application.declared.applicant.id_number) == ("中级", "11010119900307123X")
    assert not any("11010119900307123X" in error for error in application.declaration_errors)


@pytest.mark.parametrize(
    "raw",
    [b"{", b"[]", b'"x"', b"\xff\xfe{\x00}\x00", "{'kind': 'renewal'}".encode("gbk"), b'{"kind": NaN}', b"[" * 100_000, b""],
    ids=["cut", "list", "text", "UTF-16", "single quotes", "NaN", "nested without end", "empty"],
)
def test_a_broken_declaration_is_one_clear_error_and_nothing_declared(tmp_path: Path, raw: bytes) -> None:
    application, _ = open_application(folder_with(tmp_path, **{"application.json": raw}))
    assert len(application.declaration_errors) == 1
    assert application.declaration_errors[0].startswith("application.json")
    assert application.declared.kind is None


def test_a_byte_order_mark_does_no_harm_and_a_doubled_key_is_named(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + b'{"kind": "renewal", "kind": "initial"}'
    application, _ = open_application(folder_with(tmp_path, **{"application.json": raw}))
    assert application.declared.kind is Kind.RENEWAL
    assert [error.split(":")[0] for error in application.declaration_errors] == ["kind"]


def test_a_declaration_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text('{"kind": "renewal"}')
    folder = folder_with(tmp_path)
    (folder / "application.json").symlink_to(elsewhere)
    application, faults = open_application(folder)
    assert application.declared.kind is None
    assert [(fault.file, fault.error) for fault in faults] == [("application.json", "symlink")]


@pytest.mark.parametrize("make", [lambda _: None, lambda path: path.write_text("x")], ids=["missing", "a file"])
def test_a_folder_that_cannot_be_read_is_a_usage_error(tmp_path: Path, make: object) -> None:
    path = tmp_path / "nowhere"
    make(path)  # type: ignore[operator]  # a maker from the list above
    with pytest.raises(UsageError, match="folder"):
        open_application(path)
