"""The built book: made once for the tests, from the same files and cache that `make book` uses."""

import csv
import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

# One worker: they share _build/.
pytestmark = pytest.mark.xdist_group("book")

BUILD = "_build/html"
# Words of the interface that must not be left in English, as whole words.
ENGLISH = re.compile(
    r"\b(the|this|page|search|click|toggle|show|hide|previous|next|contents|copy|link|download|"
    r"source|theme|light|dark|skip|note|warning|tip|figure|table|by|others|last updated|and)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def site(root) -> Path:
    """Build the book (chapters already executed are not run again) and give its folder."""
    done = subprocess.run(["make", "book"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"file://{root}/{BUILD}/index.html" in done.stdout
    return root / BUILD


@pytest.fixture(scope="module")
def pages(site) -> dict[str, str]:
    found = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if "_static" not in path.parts and path.parent != site or path.name == "search.html"
    }
    assert len(found) > 4
    return found


def test_every_page_says_it_is_spanish(pages):
    for name, page in pages.items():
        assert re.search(r'<html[^>]* lang="es"', page), name


def test_the_interface_has_no_english_left(pages):
    for name, page in pages.items():
        spoken = re.findall(r'(?:title|aria-label|placeholder|data-[a-z-]*hint)="([^"]+)"', page)
        own = re.sub(r"<main.*?</main>", "", page, flags=re.DOTALL)
        own = re.sub(r"<!--.*?-->", "", own, flags=re.DOTALL)
        own = re.sub(r"<(script|style|kbd|noscript).*?</\1>", "", own, flags=re.DOTALL)
        shown = re.sub(r"<[^>]+>", " ", own)
        # Titles of works and authors' names stand in tooltips of citations, as they are.
        texts = [
            t for t in spoken if "https://" not in t and not re.search(r"doi:|\b(19|20)\d\d\b", t)
        ]
        for text in [*texts, shown]:
            assert not ENGLISH.search(html.unescape(text)), (name, text[:200])


def test_every_picture_has_a_text_in_its_place(pages):
    for name, page in pages.items():
        article = page[page.find("<article") : page.find("</article>")]
        for tag in re.findall(r"<img[^>]*>", article):
            alt = re.search(r'alt="([^"]*)"', tag)
            assert alt and len(alt.group(1)) > 25, (name, tag[:200])
            assert not alt.group(1).startswith(("../", "_images")), (name, tag[:200])


def test_links_inside_the_book_lead_somewhere(site, pages):
    for name, page in pages.items():
        for link in re.findall(r'(?:href|src)="([^"#?:]+)(?:[#?][^"]*)?"', page):
            target = (site / name).parent / html.unescape(link)
            assert target.resolve().exists(), (name, link)


def test_every_concept_of_the_map_is_found_in_its_chapter(root, site):
    with (site / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, path: path)
    known = {name: entry[2] for name, entry in inventory["std:label"].items()}
    with open(root / "chapters" / "mapa.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 80
    for row in rows:
        label = row["Sección"].removeprefix("{ref}`").removesuffix("`")
        assert known[label].startswith(f"chapters/0{row['Capítulo']}_"), label


def test_no_button_leads_nowhere(pages):
    for name, page in pages.items():
        for dead in ("mybinder", "colab.research", "thebe-button", "github.com/executablebooks"):
            assert dead not in page, (name, dead)


def test_the_download_button_gives_the_students_notebook(root, site, pages):
    labs = sorted(path.name for path in (root / "solutions").iterdir() if path.is_dir())
    assert labs
    for lab in labs:
        page = pages[f"chapters/lab_{lab}.html"]
        link = re.search(r'href="([^"]*_downloads[^"]*\.ipynb)"', page).group(1)
        given = ((site / "chapters") / link).resolve()
        assert given.name == f"{lab}.ipynb"
        assert given.read_bytes() == (root / "labs" / lab / f"{lab}.ipynb").read_bytes()


def test_a_second_build_runs_nothing_again(root, site):
    index = site / "chapters" / "index.html"
    before = index.stat().st_mtime_ns
    done = subprocess.run(["make", "book"], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0
    assert "executing chapters" not in done.stdout + done.stderr
    assert index.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("text", "what_it_says"),
    [
        ("```{code-cell}\n1 / 0\n```", "ZeroDivisionError: division by zero"),
        (
            "```{code-cell}\nimport sys; print('x', file=sys.stderr)\n```",
            "stderr was found in the cell outputs",
        ),
        ("[nada](no-existe)", "cross-reference target not found"),
        ("$\\noexiste$", "Undefined control sequence"),
        (":::{pregunta}\n¿Cuál?\n\n- [x] una sola opción\n:::", "followed, after a blank line"),
        (
            ":::{pregunta}\n¿Cuál?\n\n- [ ] a\n\n  no\n- [ ] b\n\n  no\n:::",
            "exactly one marked",
        ),
    ],
)
def test_what_is_wrong_in_a_chapter_fails_the_build(root, tmp_path, text, what_it_says):
    for name in ("_ext", "_static", "_templates", "_extra"):
        shutil.copytree(root / "chapters" / name, tmp_path / "chapters" / name)
    shutil.copy(root / "chapters" / "referencias.bib", tmp_path / "chapters")
    shutil.copy(root / "_config.yml", tmp_path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: chapters/index\n", encoding="utf-8")
    (tmp_path / "chapters" / "index.md").write_text(
        "---\njupytext: {text_representation: {extension: .md, format_name: myst}}\n"
        "kernelspec: {name: python3, display_name: Python 3}\n---\n"
        f"# Portada\n\n{text}\n",
        encoding="utf-8",
    )
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--warningiserror"]
    done = subprocess.run([*command, "--keep-going"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert what_it_says in shown
