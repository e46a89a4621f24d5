"""The real command line with stub seeing: `python -m tests.torture.driver run UPLOADS --out OUT`, with every log line on stderr."""

import logging

from pipeline import batch_cli, cli
from pipeline.datamodel.profile import load
from pipeline.workers import Plan
from tests.stubs import StubPlan


def stub(profile: str, _ocr: str, *, blind: bool = False, limit_s: float = 900, **_rest: object) -> Plan:
    """Stand for `options.plan`."""
    return StubPlan(profile=load(profile), blind=blind, limit_s=limit_s)


if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG)
    setattr(batch_cli, "plan", stub)  # noqa: B010 - a name that the module only borrows
    cli.main()
