"""The one door to the templates: whatever they print is escaped, masked and stripped of characters that a screen would obey."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.datamodel.masking import mask_text

_SPACES = " \n\u3000\u00a0"
_SHORTEST_NUMBER = 14  # characters: nothing shorter is masked (region, birthday); most of what a page prints is shorter
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, section 2.3


def render(template: str, values: Mapping[str, object], *, package: str = "pipeline.reports") -> str:
    """Return a page made of a package's template, or one of the reports', and values; the same values give the same page."""
    return _environment(package).get_template(template).render(values)


def shown(value: object) -> object:
    """Return a value as it may stand on a page: identity numbers masked, controls and direction marks written out.

    Markup is ours (links, pictures) and stays as it is; everything else is escaped after this.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = mask_text(value) if len(value) >= _SHORTEST_NUMBER else value
    return text if text.isprintable() else "".join(c if c.isprintable() or c in _SPACES else f"\\u{ord(c):04x}" for c in text)


def link(*steps: str) -> Markup:
    """Return a relative link through folders and files of any name."""
    return Markup("/".join(_quoted(step) for step in steps))  # noqa: S704 - nothing but unreserved characters and percent signs is left


def jpeg(data: bytes) -> Markup:
    """Return a JPEG file as the data URI of a picture."""
    return Markup("data:image/jpeg;base64," + base64.b64encode(data).decode())  # noqa: S704 - base64 holds nothing to escape


@cache
def script(name: str) -> tuple[Markup, str]:
    """Return a script of ours, to be put into a page, and the hash that lets the page's policy run this script and no other."""
    text = resources.files("pipeline.reports").joinpath("templates", name).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"sha256-{digest}"  # noqa: S704 - a file of this package


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(one) for one in dict.fromkeys((package, "pipeline.reports"))]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _quoted(step: str) -> str:
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in step.encode(errors="surrogateescape"))
