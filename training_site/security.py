"""The two content security policies. docs/decisions says why there are two."""

NONE = "'none'"
SELF = "'self'"

# For every page of ours: nothing inline, nothing from another host, nobody may frame it.
OUR_PAGES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

# For the Wagtail admin, which has inline scripts and styles and previews pages in a frame.
WAGTAIL_ADMIN = {
    **OUR_PAGES,
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
