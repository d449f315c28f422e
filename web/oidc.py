"""Signing in elsewhere (OpenID Connect 1.0, authorization code with PKCE): off to the provider, and back with proof."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, OAuthError
from httpx2 import HTTPError, InvalidURL
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from config.bootstrap import Office
from config.settings import secret_of
from config.sign_in import local_path
from engine.errors import SettingBroken, SignInRefused
from engine.service.identities import person_of_identity

COOKIE = "dondoc_oidc"
START, BACK = "/dang-nhap/oidc", "/dang-nhap/oidc/ve"
"""Where the page begins, and where the provider sends people back to; it has to know the second address."""
LONGEST = timedelta(minutes=10)
_SECONDS = 10
_NAME = "provider"
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# It would write the verifier of PKCE into a log of everything.
logging.getLogger("authlib").setLevel(logging.INFO)


@dataclass(frozen=True)
class Arrival:
    """Who came back, and where they wanted to go."""

    person_id: int
    onward: str


class Elsewhere:
    """The provider of an office; one for the process. What is known of a person on the way lies sealed in a cookie."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.issuer = _trusted(office.settings.oidc_issuer or "")
        self._client = _client(office, issuer=self.issuer)

    @property
    def name(self) -> str:
        """What people call the provider."""
        return self._office.settings.oidc_name or urlsplit(self.issuer).netloc

    async def begin(self, request: Request, *, onward: str, at: datetime) -> Response:
        """Send somebody to the provider. Raises SignInRefused: provider_silent, answer_invalid."""
        session: dict[str, Any] = {}
        request.scope["session"] = session
        await self._prepare()
        try:
            back = f"{self._office.settings.page_address}{BACK}"
            response: Response = await self._client.authorize_redirect(request, back)
        except (AuthlibBaseError, ValueError, RuntimeError) as error:
            raise SignInRefused(why="answer_invalid") from error
        kept = {"session": json.dumps(session), "onward": local_path(onward), "at": at.isoformat()}
        response.set_cookie(
            COOKIE,
            self._office.seal.close(kept),
            max_age=int(LONGEST.total_seconds()),
            path=START,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    async def arrive(self, request: Request, *, at: datetime) -> Arrival:
        """Who came back from the provider, proven by its signature. ``forget`` what was kept, whatever comes of it.

        Raises SignInRefused: expired, provider_refused, provider_silent, answer_invalid, address_unverified,
        address_unknown.
        """
        onward = self._take_up(request, at=at)
        claims = await self._claims(request)
        person_id = await run_in_threadpool(
            person_of_identity,
            self._office.database,
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=str(claims.get("email") or ""),
            is_verified=claims.get("email_verified") in (True, "true"),
            at=at,
        )
        return Arrival(person_id, onward)

    def forget(self, response: Response) -> None:
        """Take the cookie back."""
        response.delete_cookie(COOKIE, path=START)

    def _take_up(self, request: Request, *, at: datetime) -> str:
        try:
            kept = self._office.seal.open(request.cookies.get(COOKIE, ""))
            begun_at, session = datetime.fromisoformat(kept["at"]), json.loads(kept["session"])
        except (SettingBroken, KeyError, ValueError) as error:
            raise SignInRefused(why="expired") from error
        if not timedelta(0) <= at - begun_at <= LONGEST:
            raise SignInRefused(why="expired")
        request.scope["session"] = session
        return kept["onward"]

    async def _claims(self, request: Request) -> dict[str, Any]:
        await self._prepare()
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._office.settings.oidc_client_id},
        }
        try:
            token = await self._client.authorize_access_token(request, claims_options=wanted, leeway=60)
            claims = dict(token.get("userinfo") or {})
            if not claims.get("sub"):
                raise SignInRefused(why="answer_invalid")
            return claims if "email" in claims else claims | await self._more(token, subject=claims["sub"])
        except OAuthError as error:
            is_refusal = request.query_params.get("error") is not None
            raise SignInRefused(why="provider_refused" if is_refusal else "answer_invalid") from error
        except (HTTPError, InvalidURL) as error:
            raise SignInRefused(why="provider_silent") from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise SignInRefused(why="answer_invalid") from error

    async def _more(self, token: dict[str, Any], *, subject: str) -> dict[str, Any]:
        """What the provider tells of the same person beside the signed token."""
        if "userinfo_endpoint" not in self._client.server_metadata:
            return {}
        found = dict(await self._client.userinfo(token=token))
        if found.get("sub") != subject:
            raise SignInRefused(why="answer_invalid")
        return {name: found[name] for name in ("email", "email_verified") if name in found}

    async def _prepare(self) -> None:
        """Read the provider's description, once; it must name the issuer that was set, and signatures that only the
        provider can make."""
        try:
            described = await self._client.load_server_metadata()
        except (HTTPError, InvalidURL) as error:
            raise SignInRefused(why="provider_silent") from error
        except ValueError as error:
            raise SignInRefused(why="answer_invalid") from error
        if described.get("issuer") != self.issuer:
            self._client = _client(self._office, issuer=self.issuer)
            raise SignInRefused(why="answer_invalid")
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        described["id_token_signing_alg_values_supported"] = [one for one in offered if one in _ALGORITHMS]


def _trusted(issuer: str) -> str:
    """An issuer that is reached over https, or on this machine. Raises SettingBroken."""
    address = urlsplit(issuer)
    if address.scheme == "https" or (address.scheme == "http" and address.hostname in _LOOPBACK):
        return issuer
    raise SettingBroken(name="DONDOC_OIDC_ISSUER", reason="https://…")


def _client(office: Office, *, issuer: str) -> Any:
    settings = office.settings
    secret = secret_of(settings.oidc_client_secret)
    # Without a secret, PKCE alone proves who asks.
    method = {} if secret else {"token_endpoint_auth_method": "none"}
    options = {"scope": "openid email", "code_challenge_method": "S256", "timeout": _SECONDS, **method}
    return OAuth().register(
        _NAME,
        client_id=settings.oidc_client_id,
        client_secret=secret or None,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs=options,
    )
