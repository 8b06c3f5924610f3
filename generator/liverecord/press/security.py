"""What the web server must lay over the pages: a content-security policy.

The policy allows the site's own files and nothing else. Material's frame carries three or four small inline scripts;
their hashes are worked out from pages that the theme made without a word of the school's, nor of any record: hashes taken
from other pages would give their blessing to a script that had slipped in. Pagefind is WebAssembly, which needs `wasm-unsafe-eval`; that word does not allow `eval`.
"""

import base64
import hashlib

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
