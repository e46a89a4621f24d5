"""The ledger of a batch, the only SQLite of one: its book, the lock on it, and what it says of how far things are."""

from pipeline.ledger.book import Answer, Job, Ledger, State, opened
from pipeline.ledger.lock import held
from pipeline.ledger.schema import NAME
from pipeline.ledger.status import Status, status, status_json, status_text

__all__ = ["NAME", "Answer", "Job", "Ledger", "State", "Status", "held", "opened", "status", "status_json", "status_text"]
