"""Where somebody begins: the page that answers the question of their post."""


def first_path(*, leads: bool, is_leader: bool, waiting: int, owed: int) -> str:
    """A leader asks who is late; an officer what came in, then what the own unit owes; a school what it owes."""
    if not leads:
        return "/viec"
    if is_leader:
        return "/tong-hop"
    if waiting:
        return "/cho-xac-nhan"
    return "/viec" if owed else "/tong-hop"
