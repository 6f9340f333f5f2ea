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
CONTROLS = ":is(select, input, button, .handle):visible"


def reach(place):
    """Scroll as a reader does: Playwright's own goes astray in what is not laid out yet."""
    place.evaluate("place => place.scrollIntoView({behavior: 'instant'})")


class Figure:
    """One figure of an open page."""

    def __init__(self, page, base, name):
        self.page, self.controls = page, FIGURES[name][1]
        page.goto(f"{base}chapters/{FIGURES[name][0]}.html", wait_until="domcontentloaded")
        self.place = page.locator(f"figure.figure-{name}")
        reach(self.place)  # its scripts are fetched when it comes near
        self.place.locator(".interactive svg").first.wait_for()
        self.handle = self.place.locator(".handle").first

    def field(self, name):
        return self.place.locator(f"[name={name}]")

    def values(self):
        return [float(self.field(name).input_value()) for name in self.controls]

    def status(self):
        return self.place.get_by_role("status").inner_text()

    def words(self):
        """All that the figure says: the result, and the text alternatives of its charts."""
        charts = self.place.locator("svg[role=img]:visible").all()
        return " ".join([self.status(), *(chart.get_attribute("aria-label") for chart in charts)])

    def centre(self):
        """Where the middle of the window shows the point."""
        return self.handle.evaluate(
            """async (point) => {
            for (let turn = 0; turn < 5; turn++) {  // what comes near is laid out, and moves it
                point.scrollIntoView({block: "center", behavior: "instant"});
                await new Promise(requestAnimationFrame);
            }
            const box = point.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]; }"""
        )

    def wait_for(self, condition):
        """Wait until a condition on the first control that the point moves, ``x``, holds."""
        self.page.wait_for_function(
            f"(field) => ((x) => {condition})(Number(field.value))",
            arg=self.field(self.controls[0]).element_handle(),
        )


@pytest.fixture
def figure(page, base, request):
    return Figure(page, base, request.param)


each = pytest.mark.parametrize("figure", FIGURES, indirect=True)
each_name = pytest.mark.parametrize("name", FIGURES)
each_dragged = pytest.mark.parametrize("figure", DRAGGED, indirect=True)


@each
def test_it_fits_and_is_labelled(figure):
    page, place = figure.page, figure.place
    for width in (1280, 320):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                """(svg) => svg.ownerDocument.contains(svg) === false ||
                svg.getBoundingClientRect().right <= innerWidth""",
                arg=place.locator("svg").first.element_handle(),
            )
            assert not place.locator("img").is_visible()
            charts = place.locator("svg[role=img]:visible").all()
            assert charts
            for chart in charts:
                assert len(chart.get_attribute("aria-label")) > 40
                assert chart.locator("[aria-label]").count() == 0
                outside = chart.evaluate(
                    """(svg) => { const paper = svg.closest(".interactive").getBoundingClientRect();
                    return [...svg.querySelectorAll("text")].filter((text) => {
                      const box = text.getBoundingClientRect();
                      return box.left < paper.left || box.right > Math.min(paper.right, innerWidth);
                    }).map((text) => text.textContent); }"""
                )
                assert outside == []
            controls = place.locator(CONTROLS).all()
            assert len(controls) >= 3
            for control in controls:
                box = control.bounding_box()
                assert min(box["width"], box["height"]) >= 24
                assert box["x"] >= 0 and box["x"] + box["width"] <= width
                name = control.evaluate(
                    """(it) => it.getAttribute("aria-label") ||
                    (it.labels?.length ? it.labels[0].firstChild : it).textContent"""
                )
                assert name.strip()


@each
def test_every_control_is_reached_and_moved_by_keys(figure):
    page, place = figure.page, figure.place
    stops = place.locator(CONTROLS)
    stops.first.focus()
    for i in range(1, stops.count()):
        page.keyboard.press("Tab")
        assert stops.nth(i).evaluate("(it) => it === document.activeElement")
        assert stops.nth(i).evaluate("(it) => getComputedStyle(it).outlineWidth") == "3px"
    start = figure.words()
    busy = page.evaluate_handle(
        """(status) => { const seen = [];
        const look = () => seen.push(status.getAttribute("aria-busy"));
        new MutationObserver(look).observe(status, {attributeFilter: ["aria-busy"]});
        return seen; }""",
        place.get_by_role("status").element_handle(),
    )
    for slider in place.locator("input[type=range]:visible").all():
        said, before = figure.words(), slider.input_value()
        slider.focus()
        page.keyboard.press("ArrowLeft")
        assert float(slider.input_value()) < float(before)
        assert slider.get_attribute("aria-valuetext")
        assert figure.words() != said
    # Screen readers hear the result when the reader stops.
    page.wait_for_function("(seen) => seen.at(-1) === 'false'", arg=busy)
    assert busy.evaluate("(seen) => seen[0]") == "true"
    place.get_by_role("button", name="Reiniciar").click()
    page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true)))")
    assert figure.words() == start


@each_dragged
def test_keys_move_the_point(figure):
    before, said = figure.values(), figure.words()
    figure.handle.focus()
    figure.page.keyboard.press("ArrowLeft")
    moved = figure.values()
    assert moved[0] < before[0] and moved[1:] == before[1:]
    assert figure.words() != said
    assert float(figure.handle.get_attribute("aria-valuenow")) == moved[0]
    figure.page.keyboard.press("ArrowDown")
    assert figure.values()[-1] < moved[-1]
    figure.page.keyboard.press("Home")
    assert figure.values()[0] == float(figure.field(figure.controls[0]).get_attribute("min"))


@each_dragged
def test_the_mouse_drags_the_point(figure):
    before, said, mouse = figure.values(), figure.words(), figure.page.mouse
    x, y = figure.centre()
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 20, y + 15, steps=3)
    mouse.up()
    now = figure.values()
    assert now[0] > before[0]
    assert len(now) == 1 or now[1] < before[1]
    assert figure.words() != said
    assert figure.centre()[0] == pytest.approx(x + 20, abs=6)
    x, y = figure.centre()
    mouse.click(x - 40, y)  # beside the point: it comes
    assert figure.centre()[0] == pytest.approx(x - 40, abs=6)


@pytest.mark.parametrize("name", DRAGGED)
def test_a_finger_drags_the_point(open_context, base, name):
    context = open_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    figure = Figure(page, base, name)
    before = figure.values()[0]
    x, y = figure.centre()
    scrolled = page.evaluate("scrollY")
    touch = context.new_cdp_session(page)
    for i in range(5):
        spot = [{"x": x + 6 * i, "y": y + 3 * i}]
        kind = "touchMove" if i else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spot})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    figure.wait_for(f"x > {before}")
    assert page.evaluate("scrollY") == scrolled
    dragged = figure.values()[0]
    x, y = figure.centre()
    page.touchscreen.tap(x - 40, y)
    figure.wait_for(f"x < {dragged}")


@pytest.mark.parametrize("figure", ["descent", "networks"], indirect=True)
def test_it_plays_and_stops_and_does_not_move_by_itself_if_asked_not_to(figure):
    page = figure.page
    run = figure.field("steps" if "steps" in figure.place.inner_html() else "epochs")
    low, step = (float(run.get_attribute(name)) for name in ("min", "step"))
    button = figure.place.locator("button[type=button]")
    assert button.inner_text() == "Paso a paso"
    button.click()
    page.wait_for_function(
        "([run, beyond]) => Number(run.value) > beyond", arg=[run.element_handle(), low + step]
    )
    assert button.inner_text() == "Parar"
    button.click()
    stopped = run.input_value()
    assert stopped != run.get_attribute("max")
    page.wait_for_timeout(300)
    assert run.input_value() == stopped
    page.emulate_media(reduced_motion="reduce")
    run.focus()
    page.keyboard.press("Home")
    assert button.inner_text() == "Un paso más"
    button.click()
    assert float(run.input_value()) == low + step
    page.wait_for_timeout(300)
    assert float(run.input_value()) == low + step


def test_descent_tells_what_happened(page, base):
    figure = Figure(page, base, "descent")
    figure.field("steps").fill("10")
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
    figure.handle, figure.controls = figure.place.locator(".handle:visible"), ["z1"]
    x, y = figure.centre()
    page.mouse.click(x + 80, y)
    assert figure.values()[0] > 0


def test_networks_give_the_advice_of_the_chapter(page, base):
    figure = Figure(page, base, "networks")
    given = json.loads(page.locator("script[data-figure=networks]").text_content())
    start = ",".join(figure.field(name).input_value() for name in ("width", "size", "dropout"))
    told = figure.place.evaluate(
        """(place, {networks, every}) => {
        const form = place.querySelector("form"), status = place.querySelector(".status");
        const set = (name, value) => {
          form.elements[name].value = value;
          form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
        };
        return Object.keys(networks).flatMap((choice) => [5, 20, 60].map((measures) => {
          ["width", "size", "dropout"].forEach((name, i) => set(name, choice.split(",")[i]));
          set("epochs", measures * every);
          return [choice, measures, status.textContent];
        })); }""",
        given,
    )
    assert len(told) == 3 * len(given["networks"]) > 100
    seen = set()
    for choice, measures, text in told:
        network = given["networks"][choice]
        signs, verdict, remedy = given["cards"][network["cards"][measures - 1]]
        cost = f"{network['train'][measures - 1]:.2f}".replace(".", ",")
        assert f"Tras {measures * given['every']} épocas" in text and f"{cost}: {signs}." in text
        assert f"Diagnóstico: {verdict}. Qué hacer: {remedy}" in text
        seen.add(verdict)
    assert len(seen) == 4  # both kinds of underfitting, overfitting, and a good fit
    verdicts = {name: given["cards"][n["cards"][-1]][1] for name, n in given["networks"].items()}
    # The three challenges of the chapter have an answer.
    assert verdicts[start].startswith("Sobreajuste")
    sooner = {given["cards"][card][1] for card in given["networks"][start]["cards"][4:]}
    assert "Buen ajuste" in sooner
    last = {name: network["val"][-1] for name, network in given["networks"].items()}
    pairs = [(f"{w},{n},0", f"{w},{n},0.5") for w in given["units"] for n in given["sizes"]]
    assert any(last[dropping] > 1.1 * last[plain] for plain, dropping in pairs)


def test_without_scripts_there_is_a_picture(open_context, base):
    page = open_context(java_script_enabled=False).new_page()
    for name, (stem, _) in FIGURES.items():
        page.goto(f"{base}chapters/{stem}.html", wait_until="domcontentloaded")
        picture = page.locator(f"figure.figure-{name} img")
        assert picture.is_visible()
        assert len(picture.get_attribute("alt")) > 60
        assert page.locator(".interactive").count() == 0


def test_the_library_is_loaded_only_where_it_is_used(site):
    loading = {path.stem for path in site.rglob("*.html") if "plot.min.js" in path.read_text()}
    assert loading == {stem for stem, _ in FIGURES.values()}


@pytest.mark.parametrize("width", [360, 768, 1280])
@each_name
def test_its_place_is_kept_until_it_is_there(page, base, name, width):
    page.set_viewport_size({"width": width, "height": 800})
    waiting = None

    def see(route):
        nonlocal waiting
        waiting = page.locator(f"figure.figure-{name}.waiting").bounding_box()["height"]
        route.continue_()

    # The book's fonts are at hand: text in the system's takes a line more.
    page.goto(f"{base}chapters/{FIGURES[name][0]}.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.route("**/plot.min.js*", see)
    figure = Figure(page, base, name)
    page.evaluate("dispatchEvent(new Event('resize'))")  # from now on it is as tall as it is
    tall = figure.place.bounding_box()["height"]
    assert waiting == pytest.approx(tall, rel=0.05)


@each_name
def test_without_its_scripts_the_picture_stays(page, base, name, trouble):
    page.route("**/plot.min.js*", lambda route: route.abort())
    page.goto(f"{base}chapters/{FIGURES[name][0]}.html", wait_until="domcontentloaded")
    place = page.locator(f"figure.figure-{name}")
    reach(place)
    place.locator("img").wait_for(state="visible")
    assert "waiting" not in place.get_attribute("class")
    assert trouble and all("ERR_FAILED" in each for each in trouble), trouble
    trouble.clear()  # the script that was kept back
