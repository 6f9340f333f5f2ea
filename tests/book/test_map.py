"""The map of the course is complete, and its chapters keep the form that a reader counts on.

Every concept has its section, with code, questions and an exercise, and its term in the glossary.
"""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
with open(ROOT / "chapters" / "mapa.csv", encoding="utf-8", newline="") as file:
    CONCEPTS = [
        (int(row["Capítulo"]), row["Sección"].removeprefix("{ref}`").removesuffix("`"), row)
        for row in csv.DictReader(file)
    ]
CHAPTERS = {
    int(path.name[:2]): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "chapters").glob("0*.md"))
}


# Code cells of a chapter, as they stand in the file: the options, if any, and what runs.
CELL = re.compile(
    r"^```\{code-cell\}[^\n]*\n(?:---\n(?P<options>.*?)\n---\n)?(?P<code>.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)


def cells(chapter: str) -> list[tuple[str, str]]:
    """Options and code of the cells that a reader sees."""
    found = [(cell["options"] or "", cell["code"]) for cell in CELL.finditer(chapter)]
    return [(options, code) for options, code in found if "remove-cell" not in options]


def prose_of(chapter: str) -> str:
    """What is not code."""
    return CELL.sub("", chapter)


def section(chapter: str, label: str) -> str:
    """What stands under a label: up to the next heading that is not below its own."""
    found = re.search(rf"^\({label}\)=\n+(#+) .*\n", chapter, re.MULTILINE)
    assert found, f"({label})= does not stand before a heading"
    level = len(found.group(1))
    text = re.sub(
        r"```\{code-cell.*?\n```",
        lambda m: m.group().replace("#", " "),
        chapter[found.end() :],
        flags=re.DOTALL,
    )
    end = re.search(rf"^#{{1,{level}}} ", text, re.MULTILINE)
    return text[: end.start() if end else None]


@pytest.mark.parametrize(("number", "label"), [(n, label) for n, label, _ in CONCEPTS])
def test_a_concept_has_a_section_with_prose_and_code(number, label):
    body = section(CHAPTERS[number], label)
    assert "```{code-cell}" in body, "no code"
    prose = re.sub(r"```.*?```", "", body, flags=re.DOTALL)
    assert len(prose.split()) > 60, "hardly any prose"


@pytest.mark.parametrize(("number", "label"), [(n, label) for n, label, _ in CONCEPTS])
def test_a_concept_ends_in_questions_and_an_exercise(number, label):
    body = section(CHAPTERS[number], label)
    others = "|".join(other for _, other, _ in CONCEPTS)
    body = re.split(rf"^\((?:{others})\)=$", body, maxsplit=1, flags=re.MULTILINE)[0]
    assert 1 <= body.count(":::{pregunta}") <= 3, "one to three questions that answer back"
    exercise = (
        r"^```\{admonition\} Pregunta\n.*?^```\n\n```\{admonition\} Respuesta\n:class: dropdown\n"
    )
    assert re.search(exercise, body, re.MULTILINE | re.DOTALL), "no exercise that unfolds"


@pytest.mark.parametrize("number", CHAPTERS)
def test_cells_are_short_and_prose_is_long(number):
    lines = [
        len([line for line in code.splitlines() if line.strip()])
        for _, code in cells(CHAPTERS[number])
    ]
    assert max(lines) <= 25
    assert sum(n < 15 for n in lines) >= 0.9 * len(lines)
    assert len(prose_of(CHAPTERS[number]).split()) >= 15 * sum(lines)


@pytest.mark.parametrize("number", CHAPTERS)
def test_figures_are_described_and_read(number):
    chapter, figures = CHAPTERS[number], 0
    for cell in CELL.finditer(chapter):
        options = cell["options"] or ""
        named = re.search(r"^ +name: (fig-\S+)$", options, re.MULTILINE)
        if not named:
            assert "alt:" not in options, "a figure without a name cannot be referred to"
            continue
        figures += 1
        alt = re.search(r"^ +alt: (.+)$", options, re.MULTILINE)
        assert alt and len(alt[1].split()) >= 12, named[1]
        assert "caption:" in options, named[1]
        after = chapter[cell.end() :]
        following = re.search(r"^(?:\(.*\)=\n+)?#+ ", prose_of(after), re.MULTILINE)
        read = prose_of(after)[: following.start() if following else None]
        assert f"{{numref}}`{named[1]}`" in read, f"{named[1]} is not read in its own section"
    assert figures >= 3


@pytest.mark.parametrize("number", CHAPTERS)
def test_a_chapter_ends_with_a_test_of_itself(number):
    end = re.search(r"^## Autoevaluación.*?(?=^## )", CHAPTERS[number], re.MULTILINE | re.DOTALL)
    assert end and end[0].count(":::{pregunta}") >= 5


def test_each_component_of_pytorch_is_linked_to_its_page():
    code = "\n".join(code for text in CHAPTERS.values() for _, code in cells(text))
    pages = set(re.findall(r"https://docs\.pytorch\.org/([^)\s]+)", "\n".join(CHAPTERS.values())))
    layers = {
        f"docs/stable/generated/torch.nn.{name}.html"
        for name in re.findall(r"\bnn\.([A-Z]\w+)", code)
    }
    changes = {
        f"vision/stable/generated/torchvision.transforms.v2.{name}.html"
        for name in re.findall(r"\bv2\.([A-Z]\w+)\(", code)
    }
    optimisers = {
        f"docs/stable/generated/torch.optim.{name}.html" for name in ("SGD", "RMSprop", "Adam")
    }
    assert len(layers) > 15 and len(changes) > 5
    assert layers | changes | optimisers <= pages, (layers | changes | optimisers) - pages


@pytest.mark.parametrize("number", CHAPTERS)
def test_numbers_in_prose_have_a_decimal_comma(number):
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose_of(CHAPTERS[number]))
    prose = re.sub(r"^- \[.\] [\d.]+$", "", prose, flags=re.MULTILINE)  # results of Python
    # 12.900 has a point between thousands; 0.008 has the wrong one.
    assert not re.findall(r"\d\.\d{1,2}(?!\d)|\b0\.\d", prose)


def test_no_concept_stands_twice():
    labels = [label for _, label, _ in CONCEPTS]
    assert len(labels) == len(set(labels)) > 80


def test_the_glossary_leads_to_every_concept():
    glossary = (ROOT / "chapters" / "glosario.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\{ref\}`([a-z0-9-]+)`", glossary))
    assert {label for _, label, _ in CONCEPTS} <= linked


def test_exercises_named_in_the_map_are_those_of_the_labs():
    import nbformat

    named = {e for _, _, row in CONCEPTS for e in re.findall(r"`(\w+)`", row["Ejercicio"])}
    for path in (ROOT / "solutions").glob("*/*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        meta = [c.metadata.get("nbgrader", {}) for c in cells if c.cell_type == "code"]
        exercises = {m["grade_id"] for m in meta if m.get("solution")}
        assert exercises <= named, path.name


def test_the_book_asks_often_enough():
    for number, text in CHAPTERS.items():
        assert text.count(":::{pregunta}") >= 5, number
    assert sum(text.count(":::{pregunta}") for text in CHAPTERS.values()) >= 40
