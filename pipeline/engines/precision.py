"""Says in which precision pages are read on this machine. Light to import: who only asks loads no runtime.

bfloat16 is asked for where it gains, on processors with AMX, through OpenVINO, which is an extra (`fast`). Elsewhere it costs more than
full precision (measured 2026-11-25 on one core: 10 ms a line with AMX, 32 with AVX-512's bfloat16 alone, 121 with neither, 21 in full
precision), yet the runtime says of all of them that they can; so the processor is asked itself. Of 517 drawn lines of print with 6,191
characters, blurred, with grain and saved at quality 45 to 85, both precisions read the same eleven wrong, with 18 and 17 wrong characters.
"""

import importlib.metadata
import importlib.util
import os
from pathlib import Path

ASKED_FOR_FULL = "PRESCREEN_FULL_PRECISION"  # set to anything: every network computes in float32
PACKAGE = "openvino"
UNIT = "amx_bf16"
CPU_FACTS = Path("/proc/cpuinfo")


def why_full() -> str:
    """Return why pages are read in full precision here: "asked", "processor" or "package"; "" where they are read in bfloat16."""
    if os.environ.get(ASKED_FOR_FULL):
        return "asked"
    if not _has_unit():
        return "processor"
    return "" if _version() else "package"


def precision() -> str:
    """Return what pages are read in, with the runtime's version where it is not the usual one; part of a record's versions."""
    return "float32" if why_full() else f"bfloat16, {PACKAGE} {_version()}"


def _version() -> str:
    """Return the installed package's version, "" where there is none; a folder of that name is no package."""
    try:
        return importlib.metadata.version(PACKAGE) if importlib.util.find_spec(PACKAGE) else ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def _has_unit() -> bool:
    try:
        facts = CPU_FACTS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    flags = next((line for line in facts.splitlines() if line.startswith("flags")), "")
    return UNIT in flags.split()
