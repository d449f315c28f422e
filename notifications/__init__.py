"""Notifications: how a message is put into words and brought to its reader."""
