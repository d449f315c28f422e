"""Zalo: the wire of its Bot API, of an Official Account (OA) and of approved templates (ZBS, once ZNS)."""
