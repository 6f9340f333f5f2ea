"""Pictures and sounds that weigh little and hold their place while they load.

For the site alone: vector figures keep a decimal of a point, photographs are WebP; sounds
become files of their own, fetched when they are played; every picture has its size, so that nothing
jumps when it arrives, and all but the first of a page wait until the reader comes near.
"""

import base64
import hashlib
import io
import re
from functools import cache
from math import hypot, inf
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

# Where matplotlib writes coordinates. A scale keeps all its digits: it multiplies what follows.
COORDINATES = re.compile(r'(?<=[ \n])(?:d|x|y|x1|x2|y1|y2|points)="[^"]+"|(?:translate)\([^)]+\)')
LONG = re.compile(r"(-?\d+\.\d)\d+|(\d)\.0+(?=[^\d])")
HEADER = re.compile(r"<!DOCTYPE.*?>\s*|<metadata>.*?</metadata>\s*|<!--.*?-->\s*", re.DOTALL)
PNG = re.compile(r"data:image/png;base64,([^\"']+)")
SIDE = re.compile(r'\b(width|height)="([\d.]+)pt"')
SOUND = re.compile(r"data:audio/wav;base64,([A-Za-z0-9+/=]+)")
IMG = re.compile(r'<img\b(?![^>]*\bheight=)([^>]*?\bsrc="[^"]*?_images/([^"]+)"[^>]*?)\s*/?>')
POINT = 96 / 72  # CSS pixels
POINT_OF_LINE = re.compile(r"([ML]) (-?[\d.]+) (-?[\d.]+)")
APART = 1.0  # points


def as_webp(png: bytes) -> bytes:
    """Write a picture as WebP: without loss if it has few colours, else as a photograph."""
    with Image.open(io.BytesIO(png)) as picture:
        few = picture.convert("RGBA").getcolors(256) is not None
        written = io.BytesIO()
        picture.save(written, "WEBP", lossless=few, quality=85, method=6)
    return written.getvalue()


def thin(found: re.Match[str]) -> str:
    """Leave out of a long line the points that nobody tells from the one before."""
    parts = found[1].split("\n")
    if len(parts) < 40:
        return found.group()
    kept: list[str] = []
    last = (inf, inf)
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if not (point := POINT_OF_LINE.fullmatch(part.strip())):
            kept.append(part)
            last = (inf, inf)
            continue
        x, y = float(point[2]), float(point[3])
        ends = point[1] == "M" or not following.startswith("L")
        if ends or hypot(x - last[0], y - last[1]) >= APART:
            kept.append(part)
            last = (x, y)
    return 'd="' + "\n".join(kept) + '"'


def slim_svg(text: str) -> str:
    """Write a figure of matplotlib's with fewer bytes; what is seen stays the same."""

    def picture(found: re.Match[str]) -> str:
        small = base64.b64encode(as_webp(base64.b64decode(found[1]))).decode()
        return f"data:image/webp;base64,{small}"

    def shorten(found: re.Match[str]) -> str:
        return LONG.sub(lambda number: number[1] or number[2], found.group())

    text = re.sub(r'(?<=[ \n])d="([^"]+)"', thin, HEADER.sub("", text))
    text = COORDINATES.sub(shorten, re.sub(r'<g id="[^"]*"', "<g", text))
    return re.sub(r"\s*\n\s*", "\n", PNG.sub(picture, text))


def slim_images(app: Sphinx, error: Exception | None) -> None:
    """Slim the figures that this build has copied."""
    if error or app.builder.name != "html":
        return
    for path in Path(app.outdir, "_images").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        if "<metadata>" in text:  # as matplotlib wrote it
            path.write_text(slim_svg(text), encoding="utf-8")


class SoundFiles(SphinxPostTransform):
    """Take sounds out of the page that plays them."""

    builders = ("html",)
    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Write each sound beside the pictures, and link to it."""
        folder = Path(self.app.outdir, "_images")

        def move(found: re.Match[str]) -> str:
            sound = base64.b64decode(found[1])
            name = hashlib.sha256(sound).hexdigest()[:32] + ".wav"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(sound)
            depth = self.env.docname.count("/")
            return f"{'../' * depth}_images/{name}"

        for raw in self.document.findall(nodes.raw):
            if "<audio" in raw.astext():
                text = SOUND.sub(move, raw.astext())
                raw[:] = [nodes.Text(text.replace("<audio ", '<audio preload="none" '))]


@cache
def size(path: Path) -> tuple[int, int] | None:
    """Width and height of a picture in CSS pixels, None if it does not tell."""
    if path.suffix == ".svg":
        with path.open(encoding="utf-8") as file:
            sides = dict(SIDE.findall(file.read(1000)))
        if len(sides) < 2:
            return None
        return round(float(sides["width"]) * POINT), round(float(sides["height"]) * POINT)
    with Image.open(path) as picture:
        return picture.size


def hold_place(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Give every picture of a page its size, and let all but the first wait."""
    if app.builder.name != "html" or doctree is None:
        return
    sources = {name: source for source, name in app.builder.images.items()}
    images = Path(app.outdir, "_images")
    first = True

    def write(found: re.Match[str]) -> str:
        nonlocal first
        name, tag = found[2], found[1]
        known = None
        if name in sources:
            source = Path(app.srcdir, sources[name])
            known = size(source)
            if source.suffix in (".jpg", ".png"):
                images.mkdir(parents=True, exist_ok=True)
                smaller = f"{source.stem}.webp"
                (images / smaller).write_bytes(as_webp(source.read_bytes()))
                tag = tag.replace(name, smaller)
                app.builder.images.pop(sources[name], None)
        wait = "" if first else ' loading="lazy" decoding="async"'
        first = False
        measure = f' width="{known[0]}" height="{known[1]}"' if known else ""
        return f"<img{tag}{measure}{wait} />"

    context["body"] = IMG.sub(write, context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.add_post_transform(SoundFiles)
    app.connect("html-page-context", hold_place)
    app.connect("build-finished", slim_images, priority=400)  # before their colours are doubled
    return {"parallel_read_safe": True, "parallel_write_safe": True}
