"""The content-security policy."""

import base64
import hashlib

from liverecord.press import Frames, policy
from liverecord.press.scripts import inline_scripts


def allowing(*scripts: bytes) -> Frames:
    return Frames(written={}, assets=(), scripts=scripts, _own={}, _kinds={})


def test_only_inline_scripts_are_hashed() -> None:
    """Scripts with an address and data blocks need no hash; a script that runs does."""
    html = b"""<script>one()</script><SCRIPT async>two()</SCRIPT><script type="module">three()</script>
    <script src="a.js"></script><script type="application/json">{}</script><script id=x type=text/plain>no</script>"""
    assert inline_scripts(html) == {b"one()", b"two()", b"three()"}


def test_a_script_is_allowed_by_its_hash() -> None:
    """The policy holds the SHA-256 of each inline script, as a browser computes it."""
    digest = base64.b64encode(hashlib.sha256(b"a()\nb()").digest()).decode()
    assert f"'sha256-{digest}'" in policy(allowing(b"a()\r\nb()"))


def test_no_script_and_no_style_is_allowed_unseen() -> None:
    """Nothing in the policy allows inline code, eval, or another host."""
    words = policy(allowing(b"a()")).replace("'wasm-unsafe-eval'", "")
    assert words.startswith("default-src 'none'; ")
    assert "unsafe" not in words
    assert "http" not in words
    assert "*" not in words
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in words
