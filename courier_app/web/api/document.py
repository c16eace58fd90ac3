"""The OpenAPI document, read off the views' own promises."""

import json

from flask import Response, current_app

from courier_app.web.api.blueprint import bp
from courier_app.web.contract import Contract, document, promises


@bp.get("/openapi.json")
@promises(Contract(says="This document", returns={200: "application/json"}))
def contract() -> Response:
    return Response(json.dumps(document(current_app), ensure_ascii=False), content_type="application/json")
