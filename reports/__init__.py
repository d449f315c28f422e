"""The record on paper: words of both languages, the official table."""
