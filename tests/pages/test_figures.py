"""The interactive figures in a real browser: by mouse, touch and keyboard, and without scripts."""

import json
import re

import pytest

# One worker holds the browser, and it is the one that may build the book.
pytestmark = pytest.mark.xdist_group("book")

# Figure -> its page, and the controls that its first point moves.
FIGURES = {
    "descent": ("04_gradiente", ["w1", "w2"]),
    "scaling": ("01_datos", ["mass"]),
    "losses": ("03_coste", ["guess"]),
    "networks": ("06_mejora", []),
}
DRAGGED = [name for name, (_, controls) in FIGURES.items() if controls]
PLAYED = ["descent", "networks"]


class Figure:
    """One figure of an open page."""

    def __init__(self, page, base, name):
        self.page, self.controls = page, FIGURES[name][1]
        page.goto(f"{base}chapters/{FIGURES[name][0]}.html")
        self.place = page.locator(f"figure.figure-{name}")
        self.place.locator(".interactive svg").first.wait_for()
        self.place.scroll_into_view_if_needed()
        self.handle = self.place.locator(".handle").first

    def field(self, name):
        return self.place.locator(f"[name={name}]")

    def values(self):
        return [float(self.field(name).input_value()) for name in self.controls]

    def status(self):
        return self.place.get_by_role("status").inner_text()

    def centre(self):
        self.handle.evaluate("(point) => point.scrollIntoView({block: 'center'})")
        box = self.handle.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture(params=FIGURES)
def figure(page, base, request):
    return Figure(page, base, request.param)


@pytest.fixture(params=DRAGGED)
def dragged(page, base, request):
    return Figure(page, base, request.param)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_fits_and_is_labelled(open_context, base, name, width, scheme):
    page = open_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    place = Figure(page, base, name).place
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not place.locator("img").is_visible()
    charts = place.locator("svg[role=img]:visible").all()
    assert charts
    for chart in charts:
        assert len(chart.get_attribute("aria-label")) > 40
        assert chart.locator("[aria-label]").count() == 0
        overflow = chart.evaluate(
            """(svg) => { const paper = svg.getBoundingClientRect();
            return [...svg.querySelectorAll("text")].filter((text) => {
              const box = text.getBoundingClientRect();
              return box.left < paper.left - 1 || box.right > paper.right + 1;
            }).map((text) => text.textContent); }"""
        )
        assert overflow == []
    controls = place.locator(":is(select, input, button, .handle):visible").all()
    assert len(controls) >= 3
    for control in controls:
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        name_of = control.evaluate(
            "(it) => it.getAttribute('aria-label') || it.labels?.[0]?.textContent || it.textContent"
        )
        assert name_of.strip()


def test_keys_move_the_point(dragged):
    before, said = dragged.values(), dragged.status()
    dragged.handle.focus()
    dragged.page.keyboard.press("ArrowLeft")
    ring = dragged.handle.evaluate("(point) => getComputedStyle(point).outlineWidth")
    assert ring == "3px"  # the focus shows
    moved = dragged.values()
    assert moved[0] < before[0] and moved[1:] == before[1:]
    assert dragged.status() != said
    assert dragged.handle.get_attribute("aria-valuenow") == str(moved[0]).removesuffix(".0")
    dragged.page.keyboard.press("ArrowDown")
    after = dragged.values()
    assert after[-1] < moved[-1]
    dragged.page.keyboard.press("Home")
    assert dragged.values()[0] == float(dragged.field(dragged.controls[0]).get_attribute("min"))


def test_every_control_is_reached_and_moved_by_keys(figure):
    page, place = figure.page, figure.place
    stops = place.locator(":is(select, input, button, .handle):visible")
    stops.first.focus()
    for i in range(1, stops.count()):
        page.keyboard.press("Tab")
        assert stops.nth(i).evaluate("(it) => it === document.activeElement")
    for slider in place.locator("input[type=range]:visible").all():
        said, before = figure.status(), slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowLeft")
        assert float(slider.input_value()) < float(before)
        assert slider.get_attribute("aria-valuetext")
        assert figure.status() != said


def test_the_mouse_drags_the_point(dragged):
    before, said = dragged.values(), dragged.status()
    x, y = dragged.centre()
    mouse = dragged.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 20, y + 15, steps=3)
    mouse.up()
    now = dragged.values()
    assert now[0] < before[0]
    assert len(now) == 1 or now[1] < before[1]
    assert dragged.status() != said
    assert dragged.centre()[0] == pytest.approx(x - 20, abs=6)


def test_a_click_on_the_chart_moves_the_point(dragged):
    x, y = dragged.centre()
    dragged.page.mouse.click(x - 60, y)
    assert dragged.centre()[0] == pytest.approx(x - 60, abs=6)


@pytest.mark.parametrize("name", DRAGGED)
def test_a_finger_drags_the_point_and_scrolls_beside_it(open_context, base, name):
    context = open_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    figure = Figure(page, base, name)
    before = figure.values()
    x, y = figure.centre()
    touch = context.new_cdp_session(page)

    def swipe(*points):
        for i, at in enumerate(points):
            spot = [{"x": at[0], "y": at[1]}]
            kind = "touchMove" if i else "touchStart"
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spot})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    scrolled = page.evaluate("scrollY")
    swipe((x, y), (x - 8, y), (x - 16, y + 6), (x - 24, y + 12))
    dragged = figure.values()
    assert dragged[0] < before[0]
    assert page.evaluate("scrollY") == scrolled
    x, y = figure.centre()
    figure.page.touchscreen.tap(x - 30, y)
    assert figure.values()[0] < dragged[0]


@pytest.mark.parametrize("name", PLAYED)
def test_it_plays_and_stops(page, base, name):
    figure = Figure(page, base, name)
    run = figure.field("steps" if name == "descent" else "epochs")
    figure.place.get_by_role("button", name="Paso a paso").click()
    page.wait_for_function(
        "(run) => Number(run.value) > Number(run.min) + Number(run.step)", arg=run.element_handle()
    )
    figure.place.get_by_role("button", name="Parar").click()
    stopped = run.input_value()
    assert float(stopped) < 60
    page.wait_for_timeout(300)
    assert run.input_value() == stopped


@pytest.mark.parametrize("name", PLAYED)
def test_nothing_moves_by_itself_for_those_who_ask_for_that(open_context, base, name):
    page = open_context(reduced_motion="reduce").new_page()
    figure = Figure(page, base, name)
    run = figure.field("steps" if name == "descent" else "epochs")
    run.focus()
    page.keyboard.press("Home")
    figure.place.get_by_role("button", name="Un paso más").click()
    once = run.input_value()
    assert float(once) == float(run.get_attribute("min")) + float(run.get_attribute("step"))
    page.wait_for_timeout(300)
    assert run.input_value() == once


def test_screen_readers_hear_the_result_when_the_reader_stops(figure):
    status = figure.place.get_by_role("status")
    figure.place.locator("input[type=range]:visible").first.focus()
    figure.page.keyboard.press("ArrowLeft")
    assert status.get_attribute("aria-busy") == "true"
    figure.page.wait_for_function(
        "(status) => status.getAttribute('aria-busy') === 'false'", arg=status.element_handle()
    )


def test_start_again_puts_everything_back(figure):
    before = figure.status()
    slider = figure.place.locator("input[type=range]:visible").first
    slider.focus()
    figure.page.keyboard.press("End")
    figure.page.keyboard.press("ArrowLeft")
    assert figure.status() != before
    figure.place.get_by_role("button", name="Reiniciar").click()
    figure.page.wait_for_function(
        "([status, text]) => status.innerText === text",
        arg=[figure.place.get_by_role("status").element_handle(), before],
    )


def test_descent_tells_what_happened(page, base):
    figure = Figure(page, base, "descent")
    assert "Está en el mínimo." not in figure.status()
    figure.field("optimizer").select_option("momentum")
    figure.field("steps").fill("100")
    assert "Está en el mínimo." in figure.status()
    figure.field("optimizer").select_option("sgd")
    figure.field("power").fill("-0.9")
    assert "Diverge" in figure.status()
    figure.field("surface").select_option("twoMinima")
    figure.field("power").fill("-0.5")
    assert "Está en un mínimo local." in figure.status()
    figure.field("surface").select_option("saddle")
    figure.field("w2").fill("0")
    assert "Está en la silla." in figure.status()


def test_the_robust_scale_alone_does_not_mind(page, base):
    figure = Figure(page, base, "scaling")

    def kept():
        return [int(share) for share in re.findall(r"(\d+)\s%", figure.status())]

    minmax, standard, robust = kept()
    assert minmax < standard < 50 and robust == 100
    figure.field("mass").fill("4")
    assert kept()[2] == 100 and min(kept()) > 80


def test_losses_show_the_controls_of_their_problem(page, base):
    figure = Figure(page, base, "losses")
    assert "MSE: 4,00" in figure.status() and "MAE: 2,00" in figure.status()
    figure.field("problem").select_option("binary")
    assert not figure.field("guess").is_visible()
    assert "BCE: 2,30" in figure.status()
    figure.field("truth").select_option("0")
    assert "BCE: 0,11" in figure.status()
    figure.field("problem").select_option("classes")
    assert figure.field("z3").is_visible() and not figure.field("p").is_visible()
    assert "CCE: 3,24" in figure.status()
    x, y = figure.place.locator(".handle:visible").evaluate(
        """(point) => { point.scrollIntoView({block: 'center'});
        const box = point.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    )
    page.mouse.click(x + 50, y)
    assert float(figure.field("z1").input_value()) > 0


def test_networks_give_the_advice_of_the_chapter(page, base):
    figure = Figure(page, base, "networks")
    given = json.loads(page.locator("script[data-figure=networks]").text_content())
    seen = set()
    for choice, network in given["networks"].items():
        for name, value in zip(("width", "size", "dropout"), choice.split(","), strict=True):
            figure.field(name).select_option(value)
        for measures in (5, 20, 60):
            figure.field("epochs").fill(str(measures * given["every"]))
            signs, verdict, remedy = given["cards"][network["cards"][measures - 1]]
            text = figure.status()
            assert f"{signs}." in text and f"Diagnóstico: {verdict}. Qué hacer: {remedy}" in text
            seen.add(verdict)
    assert len(seen) == 4  # both kinds of underfitting, overfitting, and a good fit


@pytest.mark.parametrize("name", FIGURES)
def test_without_scripts_there_is_a_picture(open_context, base, name):
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{base}chapters/{FIGURES[name][0]}.html")
    picture = page.locator(f"figure.figure-{name} img")
    assert picture.is_visible()
    assert len(picture.get_attribute("alt")) > 60
    assert page.locator(".interactive").count() == 0


def test_the_library_is_loaded_only_where_it_is_used(page, base, address):
    page.goto(base + address, wait_until="domcontentloaded")
    with_figures = page.locator(", ".join(f"figure.figure-{name}" for name in FIGURES)).count() > 0
    assert (page.locator("script[src*='plot.min.js']").count() == 1) == with_figures
    assert with_figures == (address in {f"chapters/{stem}.html" for stem, _ in FIGURES.values()})
