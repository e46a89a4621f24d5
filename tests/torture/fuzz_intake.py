"""A target for atheris, by hand and not in CI: bytes in, pages or a refusal by name out, in this process and under small caps.

    uv pip install atheris && python -m tests.torture.fuzz_intake -max_total_time=600 CORPUS

CORPUS: a folder to keep what reached new code; it is filled with the valid files of the torture suite where it is empty. Whatever else a
decoder raises, and any crash, is a finding: in the product it costs a guarded child, here it stops the run and leaves the bytes behind.
"""

import os
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipeline", "PIL"]):
    from pipeline.stages import decoding, pdf_decoding
    from pipeline.stages.base import BrokenFileError
    from pipeline.stages.caps import Caps
    from pipeline.stages.sniff import HEAD_BYTES, READABLE, format_of

CAPS = Caps(max_pages=3, max_pixels=1_000_000)


def one(data: bytes) -> None:
    """Decode one input as intake would, by what its first bytes say it is."""
    file_format = format_of(data[:HEAD_BYTES])
    if file_format not in READABLE:
        return
    pages = pdf_decoding.sheets if file_format == "PDF" else decoding.pictures
    try:
        for page in pages(data, file_format, CAPS):
            assert page.image.ndim == 3, page.image.shape
            assert max(page.image.shape[:2]) <= CAPS.max_side_px, page.image.shape
    except (BrokenFileError, MemoryError):  # too much memory is the child's to answer
        return


def main() -> None:
    """Fill an empty corpus with valid files, then fuzz until told to stop."""
    from tests.torture.test_mutations import SEEDS  # noqa: PLC0415 - drawn only where they are wanted

    folders = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    for folder in folders[:1]:
        folder.mkdir(parents=True, exist_ok=True)
        for number, make in enumerate(SEEDS.values() if not any(folder.iterdir()) else ()):
            (folder / f"seed-{number}").write_bytes(make())
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
