"""The notice as a Word document, for those who issue it on their own letterhead: the same words as the page, masked the same.

The smallest package that the format allows (ECMA-376, parts 1 and 2): one document with its looks in it, and two parts that name it.
"""

import io
from collections.abc import Iterable, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipeline.reports.findings import facts
from pipeline.reports.notice import Item, kind_of
from pipeline.reports.templating import render

_OPC = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    f'{_HEAD}<Types xmlns="{_OPC}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_OPC}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def letter(record: Mapping[str, Any], told: Iterable[Item], *, issued: bool = False) -> bytes:
    """Return a notice of these items as a DOCX file; issued: without the draft's warning. The same notice gives the same bytes."""
    values = {"record": record, "facts": facts(record), "kind": kind_of(record), "items": tuple(told), "issued": issued}
    text = render("notice.xml", values).strip()
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, part in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _LINKS), ("word/document.xml", text)):
            package.writestr(ZipInfo(name), part, ZIP_DEFLATED)  # dated 1980, as a ZipInfo without a date is
    return out.getvalue()
