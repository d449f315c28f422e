"""The REST API: the use cases of the pages for programs, at /api/v1."""
