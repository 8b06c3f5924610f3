"""What the web server must lay over the pages: a content-security policy, and snippets that start out closed.

The policy allows the site's own files and nothing else. Material's frame carries three or four small inline scripts;
their hashes are worked out from what the theme built, before any record is set into it: hashes taken from finished
pages would give their blessing to a script that had slipped through a record. Pagefind is WebAssembly, which needs `wasm-unsafe-eval`; that word does not allow `eval`.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from liverecord.press.frame import Frames


def policy(frames: Frames) -> str:
    """Work out the value of the Content-Security-Policy header for the pages that are set into these frames."""
    hashes = sorted(_hash(script) for script in frames.scripts)
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]),
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def server_snippets(policies: Mapping[str, str], sites: str = "/srv/live-records/site") -> dict[str, str]:
    """Give the text of `nginx.conf` and `Caddyfile`, by file name.

    `policies` maps an audience to its site's policy; `sites` is the folder that holds the audiences' sites on the
    server. Each audience is a host of its own and answers 403 to everybody until a login is configured.
    """
    return {
        "nginx.conf": _NGINX_HEAD
        + "\n".join(_nginx(name, text, sites) for name, text in sorted(policies.items())),
        "Caddyfile": _CADDY_HEAD
        + "\n".join(_caddy(name, text, sites) for name, text in sorted(policies.items())),
    }


def write_snippets(output: Path, policies: Mapping[str, str]) -> None:
    """Write the snippets into `output`, the folder that holds the audiences' sites: beside them, never in one."""
    for name, text in server_snippets(policies, output.resolve().as_posix()).items():
        (output / name).write_bytes(text.encode())


def _hash(script: bytes) -> str:
    # A browser hashes what its parser made of the text, and that turns Windows line ends into plain ones.
    plain = script.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(plain).digest()).decode()}'"


HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
"""What every answer of a server carries beside the policy: the snippets' and `serve`'s."""

_NGINX_HEAD = """\
# Live records, for nginx: include this file inside http { }. Written anew by every build, because the policies hold
# hashes of the pages' own scripts: keep your changes in files of your own and copy these blocks there, or include
# the login lines from another file.
#
# Every host below answers 403 until you take out its line `deny all;` and put a login in its place:
#
#   one password for a small group:     auth_basic "Live records"; auth_basic_user_file /etc/nginx/live-records-team;
#   the school's accounts (Entra ID, Google), by oauth2-proxy: auth_request /oauth2/auth; with a location for /oauth2/
#       that passes to oauth2-proxy, which must be told which group may enter. One group for each audience.
#
# Serve over TLS only (listen 443 ssl; ssl_certificate …), inside the school's network. Logs name the pages that were
# read, by ids; keep them as long as your access audit needs, and no longer.

"""


def _nginx(audience: str, policy_text: str, sites: str) -> str:
    headers = "\n".join(f'    add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""\
server {{
    listen 8080;
    server_name {audience}.live-records.example;
    root "{sites}/{audience}";
    index index.html;
    charset utf-8;
    absolute_redirect off;

    deny all;  # closed until a login stands here

    add_header Content-Security-Policy "{policy_text}" always;
{headers}
    add_header Cache-Control $live_records_{_word(audience)}_cache always;

    location ~ /\\. {{ return 404; }}
    location / {{ try_files $uri $uri/ =404; }}
    error_page 404 /404.html;
}}

map $uri $live_records_{_word(audience)}_cache {{
    default "private, no-store";
    ~^/(assets|pagefind)/ "private, no-cache";
}}
"""


_CADDY_HEAD = """\
# Live records, for Caddy 2. Written anew by every build, because the policies hold hashes of the pages' own scripts:
# import the login from a file of your own.
#
# Every host below answers 403 until you take out its line `respond "Closed: no login is configured." 403` and put a
# login in its place:
#
#   one password for a small group:     basicauth { name hash }      (hash: caddy hash-password; from 2.8: basic_auth)
#   the school's accounts (Entra ID, Google), by oauth2-proxy: forward_auth localhost:4180 { uri /oauth2/auth ... },
#       told which group may enter. One group for each audience.

"""


def _caddy(audience: str, policy_text: str, sites: str) -> str:
    headers = "\n".join(f'        {name} "{value}"' for name, value in HEADERS.items())
    return f"""\
{audience}.live-records.example {{
    root * "{sites}/{audience}"
    header {{
        Content-Security-Policy "{policy_text}"
{headers}
    }}
    @files path /assets/* /pagefind/*
    @pages not path /assets/* /pagefind/*
    header @files Cache-Control "private, no-cache"
    header @pages Cache-Control "private, no-store"

    route {{
        respond "Closed: no login is configured." 403
        @hidden path */.*
        respond @hidden 404
        file_server
    }}
    handle_errors {{
        @missing expression `{{err.status_code}} == 404`
        rewrite @missing /404.html
        file_server
    }}
}}
"""


def _word(audience: str) -> str:
    return re.sub(r"\W", "_", audience)
