"""What a reader does: choose light or dark, answer, unfold, move by keyboard, take a lab home."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.xdist_group("book")

CHAPTER = "chapters/02_entrenamiento.html"


def brightness(page, selector: str = "body") -> float:
    """Mean of red, green and blue of an element's background, from 0 to 255."""
    colour = page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor")
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


def test_nothing_unused_is_shipped(site):
    names = [path.relative_to(site).as_posix() for path in (site / "_static").rglob("*")]
    text = " ".join(
        path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.is_file()
    )
    machinery = ("thebe", "require", "widget", "mathjax", "fontawesome", "bootstrap", "locales")
    for word in machinery:
        assert [name for name in names if word in name.lower()] == []
        assert not re.search(rf'(?:src|href)="[^"]*{word}[^"]*\.(?:js|css|mjs)', text, re.I), word
    assert "unpkg.com" not in text and "cdn." not in text
    for name in names:
        assert not name.endswith((".map", ".ttf")), name


def test_dark_mode_is_toggled_and_remembered(open_context, base):
    page = open_context(color_scheme="light").new_page()
    page.goto(base + CHAPTER)
    assert brightness(page) > 200
    button = page.locator(".theme-switch-button").first
    while page.evaluate("document.documentElement.dataset.mode") != "dark":
        button.click()
    assert brightness(page) < 50
    page.goto(f"{base}chapters/mapa.html")
    assert brightness(page) < 50, "the next page forgot it"


def test_dark_mode_follows_the_system(open_context, base):
    page = open_context(color_scheme="dark").new_page()
    page.goto(base + CHAPTER)
    assert brightness(page) < 50


@pytest.mark.parametrize("name", ["fig-05-umbral", "fig-05-confusion"])  # lines, a map of colours
def test_figures_follow_the_dark_page_and_not_the_system(open_context, base, site, name):
    assert all("prefers-color-scheme" in svg.read_text() for svg in site.glob("_images/*.svg"))
    page = open_context(color_scheme="light").new_page()
    page.goto(base + "chapters/05_evaluacion.html", wait_until="load")
    figure = page.locator(f"#{name} img")
    figure.evaluate("figure => figure.scrollIntoView({behavior: 'instant'})")
    page.wait_for_function("name => document.querySelector(`#${name} img`).naturalWidth", arg=name)

    def paper() -> float:
        """Grey of the figure's paper, 0 for black and 1 for white."""
        with Image.open(io.BytesIO(figure.screenshot())) as picture:
            return picture.convert("L").getpixel((20, 3)) / 255

    light = paper()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(300)
    assert paper() < 0.2 < 0.9 < light


def test_no_line_begins_with_what_closes_a_formula(site):
    pages = "".join(page.read_text(encoding="utf-8") for page in site.glob("chapters/*.html"))
    assert pages.count('<span class="junto"><math') > 100
    assert re.findall(r"</math>[.,;:][^<]", pages) == []
    assert re.findall(r"</math>([.,;:)]+)</span>(?=\1)", pages) == []  # not written twice


def test_letters_in_figures_are_legible_on_a_phone(site):
    """Across 360 px, the smallest letters of every figure have at least 8."""
    found = 0
    pages = "".join(page.read_text(encoding="utf-8") for page in site.glob("chapters/*.html"))
    for name in set(re.findall(r"_images/(\w+\.svg)", pages)):
        svg = (site / "_images" / name).read_text(encoding="utf-8")
        [width] = re.findall(r'<svg[^>]* width="([\d.]+)pt"', svg)
        # matplotlib writes a text as outlines 100 units high, scaled to the size of its letters.
        for size in re.findall(r"scale\(([\d.]+) -[\d.]+\)", svg):
            assert float(size) * 100 * 360 / float(width) >= 8, name
            found += 1
    assert found > 100


def test_questions_answer_back(page, base):
    page.goto(base + CHAPTER)
    question = page.locator(".pregunta").first
    right, wrong = question.locator(".cierta").first, question.locator(".falsa").first
    assert not question.locator(".porque:visible").count()
    wrong.locator("label").click()
    assert wrong.locator(".porque").inner_text().startswith("No.")
    right.locator("input").focus()
    page.keyboard.press("Space")
    assert right.locator(".porque").inner_text().startswith("Sí.")
    assert question.locator(".porque:visible").count() == 1


def test_answers_unfold_with_the_keyboard_and_without_scripts(open_context, base):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(base + CHAPTER)
    answer = page.locator("details.admonition").first
    body = answer.locator("p").last
    assert not body.is_visible()
    answer.locator("summary").focus()
    page.keyboard.press("Enter")
    assert body.is_visible()


def test_first_stop_of_the_keyboard_skips_to_the_text(page, base):
    page.goto(base + CHAPTER)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Saltar al contenido principal"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_every_stop_of_the_keyboard_is_seen(page, base):
    page.goto(f"{base}chapters/index.html")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (e === document.body) return null;
                const s = getComputedStyle(e);
                return [e.outerHTML.slice(0, 90),
                    s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2];
            }"""
        )
        if found:
            assert found[1], found[0]
            seen += 1
    assert seen > 20


def test_the_contents_list_follows_a_long_jump(page, base):
    page.goto(base + CHAPTER)
    links = page.locator("#pst-page-toc-nav a")
    marked = page.locator("#pst-page-toc-nav a.active[aria-current=true]")
    links.nth(2).click()
    expect(marked).to_have_text(links.nth(2).inner_text())
    page.wait_for_timeout(1100)  # so long the theme keeps what was clicked
    # Far below, in the middle of a section whose heading nobody has seen.
    seen = """() => {
        const marked = document.querySelector("#pst-page-toc-nav a.active[aria-current=true]");
        const box = marked && document.querySelector(marked.hash).getBoundingClientRect();
        return box && box.top < innerHeight && box.bottom > 0; }"""
    for window in (20, 30, 41, 5):
        page.evaluate(f"scrollTo({{top: {window} * innerHeight, behavior: 'instant'}})")
        page.wait_for_function(seen)


def test_stations_of_the_path_lead_to_the_chapters(open_context, base):
    for width, shown in ((1280, "wide"), (360, "tall")):
        page = open_context(viewport={"width": width, "height": 800}).new_page()
        page.goto(f"{base}chapters/index.html")
        stations = page.locator(f".camino .{shown} a")
        assert page.locator(".camino svg:visible").count() == 1
        assert stations.count() == 7
        for i in range(7):
            box, frame = stations.nth(i).bounding_box(), page.locator(f".{shown}").bounding_box()
            assert frame["x"] <= box["x"], stations.nth(i).text_content()
            assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        stations.nth(3).click()
        page.wait_for_url("**/chapters/04_gradiente.html")


@pytest.mark.parametrize(
    "chapter",
    ["01_datos", "02_entrenamiento", "03_coste", "04_gradiente", "05_evaluacion", "06_mejora"],
)
def test_chapter_says_where_it_stands_and_ends_with_a_summary(site, chapter):
    text = (site / "chapters" / f"{chapter}.html").read_text(encoding="utf-8")
    assert f"Capítulo {int(chapter[:2])} de 7" in text
    minutes = int(re.search(r"Unos (\d+) minutos de lectura", text)[1])
    assert 15 <= minutes <= 120
    assert f"lab_{chapter}.html" in text
    assert 'class="resumen admonition"' in text
    assert "left-prev" in text and "right-next" in text


def test_page_shows_which_section_is_being_read(page, base):
    page.goto(f"{base}{CHAPTER}#epoca", wait_until="load")
    current = page.locator("#pst-page-toc-nav a[aria-current]")
    current.wait_for()
    assert current.get_attribute("href") == "#epoca"
    page.goto(f"{base}{CHAPTER}#iteraciones")
    page.wait_for_function(
        "document.querySelector('#pst-page-toc-nav a[aria-current]').hash === '#iteraciones'"
    )


def test_nothing_moves_for_who_asks_for_it(open_context, base):
    page = open_context(reduced_motion="reduce").new_page()
    page.goto(base + CHAPTER)
    page.locator(".theme-switch-button").first.click()
    running = page.evaluate(
        "document.getAnimations().filter(a => a.playState === 'running').length"
    )
    assert running == 0


def test_download_button_gives_the_notebook_it_names(page, base, root):
    labs = sorted(path.name for path in (root / "solutions").iterdir() if path.is_dir())
    assert len(labs) == 6
    for lab in labs:
        page.goto(f"{base}chapters/lab_{lab}.html")
        with page.expect_download() as download:
            page.locator(".boton a").click()
        assert download.value.suggested_filename == f"{lab}.ipynb"
        assert (
            download.value.path().read_bytes()
            == (root / "labs" / lab / f"{lab}.ipynb").read_bytes()
        )


def test_copy_button_copies_the_cell(open_context, base):
    context = open_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + CHAPTER, wait_until="load")
    cell = page.locator(".cell_input").first
    cell.hover()
    cell.locator("button.copybtn").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("pre").inner_text().strip()


def test_lost_page_leads_home(page, base, trouble):
    page.goto(f"{base}404.html")
    page.locator("a").click()
    page.wait_for_url("**/chapters/index.html")
