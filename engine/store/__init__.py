"""Every query and every claim, split by table."""
