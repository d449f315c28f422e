"""From a file to lines with places: text, Word and PDF, and a clear refusal of everything else."""

from intake.reading.document import Document, Line
from intake.reading.reader import LARGEST_UPLOAD_BYTES, read_document, read_upload

__all__ = ["LARGEST_UPLOAD_BYTES", "Document", "Line", "read_document", "read_upload"]
