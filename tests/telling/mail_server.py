"""A mail server on this computer, to send to for real: plain or encrypted, with a login, and with bad moods."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "records", "correct horse"


class Inbox:
    """What arrived. `refused` are addresses that are not taken; after `most` e-mails the line goes dead."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.refused: set[str] = set()
        self.most = 99
        self.encrypted: list[bool] = []

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return f"550 no such person: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if len(self.messages) >= self.most:
            server.transport.close()
            return "451 gone"
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.recipients.append(envelope.rcpt_tos)
        self.encrypted.append(
            session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None
        )
        return "250 OK"

    def names(self) -> list[str]:
        """Return whom the e-mails went to, by what stands before the @."""
        return sorted(address.partition("@")[0] for each in self.recipients for address in each)


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


class _AnyPort(Controller):
    """A controller at whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(
    inbox: Inbox, security: str = "plain", certificate: Path | None = None, login: bool = False
) -> Iterator[int]:
    """Run a server that speaks "plain", "starttls" or "ssl", and give its port."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    more: dict[str, Any] = {}
    if security == "starttls":
        more = {"tls_context": context, "require_starttls": True}
    if login:
        more |= {"authenticator": _authenticate, "auth_required": True, "auth_require_tls": security != "ssl"}
    controller = _AnyPort(
        inbox, hostname="127.0.0.1", port=0, ssl_context=context if security == "ssl" else None, **more
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for 127.0.0.1, made for this run."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("certificate")
    key, whole = folder / "key.pem", folder / "both.pem"
    subprocess.run(
        [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", whole],
        check=True, capture_output=True,
    )  # fmt: skip
    whole.write_bytes(whole.read_bytes() + key.read_bytes())
    return whole
