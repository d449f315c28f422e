"""Who the token acts for."""

from engine.access import Scope
from web.api.caller import Who
from web.api.operations import Operations
from web.api.shapes import Shape

operations = Operations("me")


class PostShape(Shape):
    """A post that the person holds today."""

    unit_id: int
    unit_name: str
    role: str
    title: str


class Me(Shape):
    """The person behind a token, and what the token may do."""

    person_id: int
    name: str
    is_administrator: bool
    posts: list[PostShape]
    scopes: list[Scope]
    language: str


@operations.get("/me", summary="Who am I")
async def me(caller: Who) -> Me:
    """The person for whom the token acts, the posts held today, and the scopes of the token."""
    viewer = caller.viewer
    return Me(
        person_id=viewer.person_id,
        name=viewer.name,
        is_administrator=viewer.is_administrator,
        posts=[PostShape.model_validate(post) for post in viewer.posts],
        scopes=sorted(caller.holder.scopes),
        language=caller.speech.language,
    )
