"""The exception tree and the exit codes that it maps to.

PrescreenError                 anything we refuse with a sentence; never raised itself
├── UsageError                 2  a command line or an input folder that cannot be meant
├── ProfileError               3  a rule pack with a wrong key, type or range, or stored sightings it does not fit
├── EngineMissingError         5  a recogniser or model that must be there and is not, or is not the pinned one
├── EngineFailedError          4  a recogniser that hung, died or answered garbage; caught as a fault of one page
├── DecoderStoppedError        4  a decoder that hung, died or answered garbage; caught as a fault of one file
├── MachineBrokenError         4  one application after another fails on our side: the batch stops, nothing is lost
└── OutputError                6  results that cannot be written
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """What the process tells its caller; 1 and 4 are never mixed up, and 4 outranks 1."""

    CLEAR = 0
    NEEDS_PERSON = 1
    USAGE = 2
    PROFILE = 3
    NOT_ASSESSED = 4
    ENGINE_MISSING = 5
    CANNOT_WRITE = 6
    BUG = 70
    INTERRUPTED = 130


class PrescreenError(Exception):
    """What went wrong, where, and what to do next, in one sentence for a person."""

    exit_code: ClassVar[ExitCode] = ExitCode.BUG


class UsageError(PrescreenError):
    """The command or its input cannot be meant."""

    exit_code = ExitCode.USAGE


class ProfileError(PrescreenError):
    """The rule pack is wrong; the message names every wrong key at once."""

    exit_code = ExitCode.PROFILE


class EngineMissingError(PrescreenError):
    """A recogniser or a model file is missing or is not the pinned one."""

    exit_code = ExitCode.ENGINE_MISSING


class EngineFailedError(PrescreenError):
    """A recogniser hung, died or answered what cannot be an answer; what it was asked about stays unseen."""

    exit_code = ExitCode.NOT_ASSESSED


class DecoderStoppedError(PrescreenError):
    """The child that decoded a file hung, died or answered what cannot be an answer; slug: which, for machines."""

    exit_code = ExitCode.NOT_ASSESSED

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


class MachineBrokenError(PrescreenError):
    """So many applications in a row failed on our side that it is the machine and not they."""

    exit_code = ExitCode.NOT_ASSESSED


class OutputError(PrescreenError):
    """A result cannot be written."""

    exit_code = ExitCode.CANNOT_WRITE
