"""Turns the drawings in static/icons into what templates and phones need.

python scripts/draw_icons.py           write templates/macros/icons.html from static/icons/ui/*.svg
python scripts/draw_icons.py --check   say whether it is fresh, write nothing
python scripts/draw_icons.py --png     also redraw the app icons from app.svg, in Chromium
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "static" / "icons"
MACROS = ROOT / "templates" / "macros" / "icons.html"
PICTURES = {  # file: (drawing, edge in pixels)
    "app-192.png": ("app.svg", 192),
    "app-512.png": ("app.svg", 512),
    "app-maskable-512.png": ("app-maskable.svg", 512),
    "apple-touch-180.png": ("app-maskable.svg", 180),
    "favicon-32.png": ("favicon.svg", 32),
}
TEMPLATE = """{{#- Made by scripts/draw_icons.py from static/icons/ui/*.svg. Draw there, not here. -#}}
{{%- set SHAPES = {{
{shapes}
}} -%}}

{{%- macro icon(name, label="") -%}}
<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" \
stroke-linejoin="round" \
{{% if label %}}role="img" aria-label="{{{{ label }}}}"{{% else %}}aria-hidden="true"{{% endif %}}>\
{{{{ SHAPES[name] | safe }}}}</svg>
{{%- endmacro -%}}

{{#- Drawings that page code refers to as <use href="#i-name">: no request, and works offline. -#}}
{{%- macro icon_sheet(names) -%}}
<svg hidden aria-hidden="true">
{{%- for name in names %}}\
<symbol id="i-{{{{ name }}}}" viewBox="0 0 24 24">{{{{ SHAPES[name] | safe }}}}</symbol>{{% endfor -%}}
</svg>
{{%- endmacro -%}}
"""


def main(asked: list[str]) -> int:
    fresh = macros()
    if "--check" in asked:
        return complain() if MACROS.read_text() != fresh else 0
    MACROS.write_text(fresh)
    if "--png" in asked:
        draw_pictures()
    return 0


def macros() -> str:
    drawings = sorted((ICONS / "ui").glob("*.svg"))
    return TEMPLATE.format(shapes="\n".join(f"  {d.stem!r}: {inside(d)!r}," for d in drawings))


def inside(drawing: Path) -> str:
    found = re.fullmatch(r"<svg [^>]*>(.+)</svg>\n", drawing.read_text())
    if not found:
        raise SystemExit(f"{drawing} must be one line: <svg …>…</svg>")
    return found[1]


def complain() -> int:
    sys.stderr.write("templates/macros/icons.html is stale: run python scripts/draw_icons.py\n")
    return 1


def draw_pictures() -> None:
    """Rendered by the browser that shows them, so that no second SVG engine is needed."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (drawing, edge) in PICTURES.items():
            page = browser.new_page(viewport={"width": edge, "height": edge})
            page.set_content(framed((ICONS / drawing).read_text(), edge))
            page.screenshot(path=ICONS / name, omit_background=True)
        browser.close()


def framed(drawing: str, edge: int) -> str:
    return f"<style>*{{margin:0}}svg{{display:block;width:{edge}px;height:{edge}px}}</style>{drawing}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
