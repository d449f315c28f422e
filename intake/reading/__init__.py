"""From a file to lines with places: text, Word and PDF, and a clear refusal of everything else."""

from intake.reading.document import Document, Line
from intake.reading.reader import read_document

__all__ = ["Document", "Line", "read_document"]
