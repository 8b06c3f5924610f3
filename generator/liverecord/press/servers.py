"""Snippets for nginx and Caddy: a server for each audience's site, each closed until a login stands in it.

The policy of each site is kept beside it, so that a build of one audience writes the others' servers too.
"""

import contextlib
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from liverecord.press.security import HEADERS

HSTS = "max-age=31536000"
"""For a year a browser that has been here once asks over HTTPS alone: what browsers take for more than a trial."""


def server_snippets(policies: Mapping[str, str], sites: str = "/srv/live-records/site") -> dict[str, str]:
    """Give the text of `nginx.conf` and `Caddyfile`, by file name.

    `policies` maps an audience to its site's policy; `sites` is the folder that holds the audiences' sites on the
    server. Each audience is a host of its own and answers 403 to everybody until a login is configured; a host that is
    none of them gets no answer.
    """
    return {
        "nginx.conf": _NGINX_HEAD
        + "\n".join(_nginx(name, text, sites) for name, text in sorted(policies.items())),
        "Caddyfile": _CADDY_HEAD
        + "\n".join(_caddy(name, text, sites) for name, text in sorted(policies.items())),
    }


def write_snippets(output: Path, policies: Mapping[str, str]) -> None:
    """Write the snippets into `output`, the folder that holds the audiences' sites: beside them, never in one.

    `policies` are those of the sites that were built now; the others keep the policy that they were built with.
    """
    for audience, text in policies.items():
        _put(output / f"{audience}{_POLICY}", text)
    # Each policy is a file of its own and written first: of two builds at once, the later one's snippets hold both.
    every = {**_known(output), **policies}
    for name, text in server_snippets(every, output.resolve().as_posix()).items():
        _put(output / name, text)


_POLICY = ".policy"
_PLAIN = re.compile(r"[-A-Za-z0-9 ':;/+=]{1,10000}").fullmatch
"""What a policy of this program's is made of; anything else in such a file was not written here, and could end a line of
a server's settings."""


def _known(output: Path) -> dict[str, str]:
    """Return the policies of the sites that were built before."""
    known = {}
    for file in output.glob(f"*{_POLICY}"):
        audience = file.name.removesuffix(_POLICY)
        with contextlib.suppress(OSError, ValueError):
            text = file.read_text(encoding="utf-8")
            if re.fullmatch(r"[\w-]+", audience) and _PLAIN(text):
                known[audience] = text
    return known


def _put(file: Path, text: str) -> None:
    """Write a file whole or not at all: a web server may be reading it."""
    beside = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as waiting:  # by the machine's custom, and in a past view by its own
            waiting.write(text.encode())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


_NGINX_HEAD = f"""\
# Live records, for nginx: include this file inside http {{ }}. Written anew by every build, because the policies hold
# hashes of the theme's own scripts: keep your changes in files of your own and copy these blocks there, or include
# the login lines from another file.
#
# Every host below answers 403 until you take out its line `deny all;` and put a login in its place:
#
#   one password for a small group:     auth_basic "Live records"; auth_basic_user_file /etc/nginx/live-records-team;
#   the school's accounts (Entra ID, Google), by oauth2-proxy: auth_request /oauth2/auth; with a location for /oauth2/
#       that passes to oauth2-proxy, which must be told which group may enter. One group for each audience.
#
# Serve over TLS only, inside the school's network: put your certificate's two paths in, and the lines that begin with
# `# tls:` in the place of the `listen 8080` beside them. Browsers are then told to come over HTTPS alone (HSTS).
# Logs name the pages that were read, by ids; keep them as long as your access audit needs, and no longer.

# The first server answers for every host that is none of those below: not at all.
server {{
    listen 8080 default_server;
    # tls: listen 443 ssl default_server; ssl_reject_handshake on;
    server_name _;
    return 444;
}}

map $https $live_records_hsts {{
    default "";
    on "{HSTS}";
}}

"""


def _nginx(audience: str, policy_text: str, sites: str) -> str:
    headers = "\n".join(f'    add_header {name} "{value}" always;' for name, value in HEADERS.items())
    return f"""\
server {{
    listen 8080;
    # tls: listen 443 ssl;
    # tls: ssl_certificate /etc/ssl/live-records.pem; ssl_certificate_key /etc/ssl/live-records.key;
    server_name {audience}.live-records.example;
    root "{sites}/{audience}";
    index index.html;
    charset utf-8;
    absolute_redirect off;
    # The root itself is a link, to the newest build. No other is followed.
    disable_symlinks on from=$document_root;

    deny all;  # closed until a login stands here

    add_header Content-Security-Policy "{policy_text}" always;
{headers}
    add_header Strict-Transport-Security $live_records_hsts always;
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
# Live records, for Caddy 2. Written anew by every build, because the policies hold hashes of the theme's own scripts:
# import the login from a file of your own.
#
# Every host below answers 403 until you take out its line `respond "Closed …` and put a login in its place:
#
#   one password for a small group:     basicauth { name hash }      (hash: caddy hash-password; from 2.8: basic_auth)
#   the school's accounts (Entra ID, Google), by oauth2-proxy: forward_auth localhost:4180 { uri /oauth2/auth ... },
#       told which group may enter. One group for each audience.
#
# Caddy serves over HTTPS by itself, with a certificate that it fetches, or with yours: take the # off before `tls`.
#
# Caddy follows links, and has no setting against it: a build refuses to publish a site that holds one, so let nobody
# but the build write into the sites' folder.

# The first servers answer for every host that is none of those below: not at all.
http:// {
    abort
}
https:// {
    abort
}

"""


def _caddy(audience: str, policy_text: str, sites: str) -> str:
    headers = "\n".join(f'        {name} "{value}"' for name, value in HEADERS.items())
    return f"""\
http://{audience}.live-records.example {{
    redir https://{{host}}{{uri}} permanent
}}
{audience}.live-records.example {{
    # tls /etc/ssl/live-records.pem /etc/ssl/live-records.key
    root * "{sites}/{audience}"
    header {{
        Content-Security-Policy "{policy_text}"
{headers}
        Strict-Transport-Security "{HSTS}"
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
