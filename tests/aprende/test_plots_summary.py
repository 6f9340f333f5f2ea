import matplotlib
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgba

from aprende import plots_summary

matplotlib.use("Agg")
PLACES = {"uno": (0, 0), "dos": (1, 0), "tres": (1, 1)}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def boxed(ax):
    return {t.get_text(): t for t in ax.texts if t.get_text() and t.get_bbox_patch()}


def arrows(ax):
    return [text.arrow_patch for text in ax.texts if getattr(text, "arrow_patch", None)]


def test_flow_puts_each_box_in_its_place_on_the_given_axes():
    given = plt.subplots()[1]
    ax = plots_summary.flow(PLACES, [], ax=given)
    assert ax is given
    assert {name: text.get_position() for name, text in boxed(ax).items()} == PLACES


def test_flow_draws_every_arrow_from_box_to_box_with_its_line():
    ax = plots_summary.flow(PLACES, [("uno", "dos"), ("dos", "tres", 1)])
    boxes = boxed(ax)
    assert [arrow.get_linestyle() for arrow in arrows(ax)] == ["-", "--"]
    first = arrows(ax)[0]
    assert first.patchA is boxes["uno"].get_bbox_patch()
    assert first.patchB is boxes["dos"].get_bbox_patch()


def test_flow_gives_boxes_of_one_group_one_colour():
    ax = plots_summary.flow(PLACES, [], groups={"uno": 0, "dos": 0, "tres": 1})
    edges = {name: box.get_bbox_patch().get_edgecolor() for name, box in boxed(ax).items()}
    assert edges["uno"] == edges["dos"] == to_rgba(plots_summary.COLOURS[0])
    assert edges["tres"] != edges["uno"]


def test_flow_writes_notes_without_a_box_and_keeps_all_inside():
    ax = plots_summary.flow(PLACES, [], {"nota": (0, 1)})
    note = next(text for text in ax.texts if text.get_text() == "nota")
    assert note.get_bbox_patch() is None
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert all(left < x < right and low < y < high for x, y in PLACES.values())


@pytest.mark.parametrize(
    ("places", "lines", "says"),
    [({}, [], "al menos una caja"), (PLACES, [("uno", "cuatro")], r"\['cuatro'\]")],
)
def test_flow_refuses(places, lines, says):
    with pytest.raises(ValueError, match=says):
        plots_summary.flow(places, lines)


def test_whole_path_names_the_six_chapters_and_turns_back_twice():
    ax = plots_summary.whole_path()
    chapters = [text.splitlines()[-1] for text in boxed(ax)]
    assert sorted({*chapters}) == [f"cap. {i}" for i in range(1, 7)]
    styles = [arrow.get_linestyle() for arrow in arrows(ax)]
    assert (styles.count("-"), styles.count("--")) == (7, 2)
