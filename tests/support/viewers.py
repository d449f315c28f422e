"""Viewers of the cast: people by the units in which they hold a post."""

from engine.access import HeldPost, Viewer

PROVINCE, DISTRICT, OFFICE, LOTUS, APRICOT, PEACH, ELSEWHERE = range(1, 8)
"""The ids of the units of tests.support.cast, in its order."""


def viewer(*unit_ids: int, person_id: int = 1) -> Viewer:
    """Somebody with a post in each of the units."""
    posts = tuple(HeldPost(unit, f"Đơn vị {unit}", "chuyen_vien", "Chuyên viên") for unit in unit_ids)
    return Viewer(person_id, "Người xem", posts)
