"""From a file to lines with places: text, Word and PDF, and a clear refusal of everything else."""
