"""Files that browsers and crawlers ask for by their own names."""

from flask import Response

from courier_app.web.public.blueprint import bp
from courier_app.web.static import answer_with, assets

DAY = 86_400
# The front door may be found; a label's page, and what lies behind a sign-in, need no search engine.
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /static/\nDisallow: /\n"


@bp.get("/robots.txt")
def robots() -> Response:
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")


@bp.get("/favicon.ico")
def favicon() -> Response:
    return answer_with(assets()["icons/favicon-32.png"], cache_control=f"public, max-age={DAY}")
