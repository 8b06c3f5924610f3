"""E-mails through a mail server (SMTP): encrypted, or to this computer itself."""

import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from typing import NamedTuple

from liverecord.problem import LiverecordError

STARTTLS, TLS, PLAIN = "starttls", "ssl", "plain"
PORTS = {STARTTLS: 587, TLS: 465, PLAIN: 25}
"""The port that each way of speaking has by registration."""

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_SECONDS = 30


class Server(NamedTuple):
    """Where to send, and how. `security` is STARTTLS, TLS or PLAIN; `password` comes from the environment alone."""

    host: str
    port: int | None = None
    security: str = STARTTLS
    user: str | None = None
    password: str | None = None


class Letter(NamedTuple):
    """An e-mail and whose it is, by id."""

    owner: str
    message: EmailMessage


class Outcome(NamedTuple):
    """What became of the e-mails, by their owners' ids. `failed` says why, without an address."""

    sent: tuple[str, ...]
    already: tuple[str, ...]
    failed: dict[str, str]


def send(
    letters: Sequence[Letter],
    server: Server,
    claim: Callable[[str], bool],
    settle: Callable[[str, bool], None],
) -> Outcome:
    """Send each e-mail that `claim` gives, and `settle` it at once.

    An e-mail that the server refuses is passed over; when the connection is lost, the rest is not sent. Either way the
    outcome says who got theirs and who did not. Raises LiverecordError where the server cannot be reached at all, or
    the connection would not be encrypted.
    """
    sent: list[str] = []
    already: list[str] = []
    failed: dict[str, str] = {}
    lost = ""
    with _connection(server) as connection:
        for letter in letters:
            if lost:
                failed[letter.owner] = lost
                continue
            try:
                if not claim(letter.owner):
                    already.append(letter.owner)
                    continue
                fault, lost = _sent(connection, letter.message)
                if fault:
                    failed[letter.owner] = fault
                else:
                    sent.append(letter.owner)
                settle(letter.owner, not fault)
            except LiverecordError as error:
                # What cannot be noted is not sent: the next run would send it a second time.
                lost = error.message
                if letter.owner not in sent:
                    failed.setdefault(letter.owner, lost)
    return Outcome(tuple(sent), tuple(already), failed)


def _sent(connection: smtplib.SMTP, message: EmailMessage) -> tuple[str, str]:
    """Send one e-mail; return what went wrong with it, and why no other can be sent."""
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        return f"the server did not accept the address ({code})", ""
    except smtplib.SMTPResponseException as answer:
        # The server's own words may quote the message or an address.
        return f"the server answered {answer.smtp_code}", ""
    except (smtplib.SMTPException, OSError) as error:
        why = f"the connection was lost ({type(error).__name__})"
        return why, why
    return "", ""


@contextmanager
def _connection(server: Server) -> Iterator[smtplib.SMTP]:
    if server.security == PLAIN and server.host not in _HERE:
        message = "E-mail is not sent unencrypted to another computer."
        raise LiverecordError(message, "Leave --plain out; it is for a mail server on this computer.")
    connection = _opened(server)
    try:
        yield connection
    finally:
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _opened(server: Server) -> smtplib.SMTP:
    port = server.port or PORTS[server.security]
    where = f"{server.host}:{port}"
    context = ssl.create_default_context()
    connection: smtplib.SMTP | None = None
    try:
        if server.security == TLS:
            connection = smtplib.SMTP_SSL(server.host, port, timeout=_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(server.host, port, timeout=_SECONDS)
        if server.security == STARTTLS:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password or "")
    except ssl.SSLError as error:
        message, hint = (
            f"{where} could not be spoken to in secret ({error.reason or 'TLS'}).",
            "Look at its certificate, the port and --tls.",
        )
    except smtplib.SMTPNotSupportedError:
        message, hint = f"{where} offers no encryption, or no login over it.", "Look at the port and --tls."
    except smtplib.SMTPAuthenticationError as error:
        message, hint = (
            f"{where} did not accept the user and password ({error.smtp_code}).",
            "Look at LIVERECORD_SMTP_USER and LIVERECORD_SMTP_PASSWORD.",
        )
    except (smtplib.SMTPException, OSError) as error:
        message, hint = (
            f"{where} cannot be reached ({type(error).__name__}).",
            "Look at the host, the port and the network.",
        )
    else:
        return connection
    if connection is not None:
        connection.close()
    raise LiverecordError(f"{message} Nothing was sent.", hint)
