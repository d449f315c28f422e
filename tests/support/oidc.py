"""A provider of OpenID Connect on loopback: signs RS256, and answers as a test tells it to."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT = "dondoc"


@dataclass
class Provider:
    """``claims`` are put over those of a right token; ``described`` over the right description; ``userinfo`` is told
    beside the token; ``is_forged``: the token is signed with a key that nobody published; ``is_unsigned``: not at
    all."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    is_forged: bool = False
    is_unsigned: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    redeemed: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})
        self.other = RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})

    @property
    def issuer(self) -> str:
        """How it names itself."""
        return f"http://127.0.0.1:{self.port}"

    def consent(self, address: str) -> str:
        """What a person's browser does at the address it was sent to: the query with which it comes back."""
        self.asked = dict(parse_qsl(urlsplit(address).query))
        return urlencode({"code": "c0de", "state": self.asked["state"]})

    def description(self) -> dict[str, Any]:
        """The document of its endpoints."""
        endpoints = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        more = {"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.userinfo else {}
        return {"issuer": self.issuer, "response_types_supported": ["code"], **endpoints, **more, **self.described}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to a code: 400 unless the verifier of PKCE fits."""
        self.redeemed.append(form)
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if challenge != self.asked.get("code_challenge") or form.get("code") != "c0de":
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 300}
        claims = {**right, "nonce": self.asked["nonce"], **self.claims}
        header = {"alg": "RS256", "kid": "k1"}
        kept = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(header, kept, self.other if self.is_forged else self.key)
        if self.is_unsigned:
            signed = f"{_packed({'alg': 'none'})}.{_packed(kept)}."
        return 200, {"access_token": "at", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _packed(values: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


@contextmanager
def loopback_provider() -> Iterator[Provider]:
    """A provider that listens until the block ends."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers = {
                "/.well-known/openid-configuration": provider.description(),
                "/jwks_uri": KeySet([provider.key]).as_dict(private=False),
                "/userinfo": provider.userinfo,
            }
            self._answer(200, answers[urlsplit(self.path).path])

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token({name: values[0] for name, values in parse_qs(text).items()}))

        def _answer(self, status: int, body: object) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_said: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
