"""The one door to spreadsheets: sheets of texts, in which nothing is ever a formula, and bar charts over counts of our own."""

import datetime as dt
import io
from collections.abc import Iterable

import msgspec
import xlsxwriter
from xlsxwriter.url import Url
from xlsxwriter.worksheet import Worksheet

from pipeline.reports.templating import shown

FILLS = {
    "return": "#F8D7D8",
    "review": "#FCE8C8",
    "not-assessed": "#E9DCF2",
    "note": "#E1E9F1",
    "passed": "#DDEFE4",
    "clear": "#DDEFE4",
}
CELL_CHARS = 32_000  # a spreadsheet's cell holds 32,767 characters (Excel's stated limit)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A text with the colour of what it leads to, and a link to a file beside the spreadsheet; number: a count of ours instead."""

    text: str = ""
    colour: str = ""
    link: str = ""
    number: int | None = None


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Stacked bars over a sheet's rows: the first column names them, `columns` are drawn, each in its group's colour."""

    title: str
    columns: tuple[tuple[int, str], ...]
    rows: int


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: columns as (title, width in characters), rows of cells, and charts below one another right of them."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[Chart, ...] = ()


def book(sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX file. Texts are written as texts whatever they begin with; identity numbers are masked."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, options)
    workbook.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})  # the same rows give the same file
    head = workbook.add_format({"bold": True, "bg_color": "#EEF1F6", "border": 1, "border_color": "#C8CFD9", "valign": "top"})
    looks = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D9DEE6"}
    plain = {name: workbook.add_format({**looks, **({"bg_color": FILLS[name]} if name else {})}) for name in ("", *FILLS)}
    linked = workbook.add_format({**looks, "font_color": "#1559B3", "underline": 1})
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        for column, (title, width) in enumerate(sheet.columns):
            page.set_column(column, column, width)
            page.write_string(0, column, _text(title), head)
        for row, cells in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(cells):
                _write(page, (row, column), cell, linked if cell.link else plain[cell.colour])
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        for place, chart in enumerate(sheet.charts):
            page.insert_chart(1 + 22 * place, len(sheet.columns) + 1, _bars(workbook, sheet, chart))
    workbook.close()
    return out.getvalue()


def _write(page: Worksheet, at: tuple[int, int], cell: Cell, look: object) -> None:
    if cell.number is not None:
        page.write_number(*at, cell.number, look)
    elif cell.link and page.write_url(*at, _beside(cell), look) == 0:
        return
    else:
        page.write_string(*at, _text(cell.text), look)


def _beside(cell: Cell) -> Url:
    """Return a link to a file beside the spreadsheet, with the slashes that every system reads."""
    url = Url(f"external:{cell.link}")
    url.text = _text(cell.text)
    url._relationship_link = cell.link  # noqa: SLF001 - the library writes backslashes, which open on one system only
    return url


def _text(text: str) -> str:
    """Return a text as it may stand in a cell: masked, controls and direction marks written out, cut to what a cell holds."""
    return str(shown(text))[:CELL_CHARS]


def _bars(workbook: xlsxwriter.Workbook, sheet: Sheet, chart: Chart) -> object:
    colours = {"return": "#C0272D", "review": "#B36B00", "not-assessed": "#7A3FA0", "note": "#4A6B8A"}
    bars = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for column, group in chart.columns:
        bars.add_series(
            {
                "name": [sheet.name, 0, column],
                "categories": [sheet.name, 1, 0, chart.rows, 0],
                "values": [sheet.name, 1, column, chart.rows, column],
                "fill": {"color": colours[group]},
                "gap": 40,
            }
        )
    bars.set_title({"name": chart.title, "name_font": {"size": 12}})
    bars.set_y_axis({"reverse": True})
    bars.set_x_axis({"major_gridlines": {"visible": True}, "num_format": "0"})
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 720, "height": 420})
    return bars
