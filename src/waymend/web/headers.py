"""What the browser is told to refuse, on every page and with every answer of the server."""

from __future__ import annotations

# Nothing but our own files; no inline script or style, no eval, no form sent anywhere.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'"
)
# The worker that reads free text runs WebAssembly, and is the only script that may; it asks for no page and shows none.
READER = "/engine/read/worker.js"
CSP_OF_READER = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
HEADERS = {
    "content-security-policy": CSP + "; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=(), camera=(), payment=(), usb=()",
}


def headers_of(path: str) -> dict[str, str]:
    """What goes with the answer to a path."""
    return {**HEADERS, "content-security-policy": CSP_OF_READER} if path.endswith(READER) else HEADERS
