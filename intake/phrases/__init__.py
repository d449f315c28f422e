"""Deadline phrases of directives, read into typed rules."""

from intake.phrases.reader import PhraseReading, read_phrase

__all__ = ["PhraseReading", "read_phrase"]
