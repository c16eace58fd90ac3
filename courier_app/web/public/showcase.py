"""Every part of a screen on one page, for those who build screens; not in production."""

from flask import abort, render_template

from courier_app.domain.packages import Status
from courier_app.web.ports import settings
from courier_app.web.public.blueprint import bp

SOMEBODY = {"name": "Rina Petugas", "role": "officer", "office_name": "Disdukcapil Kabupaten Rembang"}


@bp.get("/gaya")
def style_guide() -> str:
    if settings().environment == "production":
        abort(404)
    return render_template("styleguide.html", statuses=list(Status), staff=SOMEBODY, audience="staff")
