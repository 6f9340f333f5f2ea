"""The map of the course is complete: every concept has its section, with code, and its term."""

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
