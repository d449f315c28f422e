"""A Zalo of one's own on the loopback: the documented protocols, without an account and without the Internet."""
