"""The page a student gets back: score, each test with what failed and why, and their own code."""

from pathlib import Path

from nbconvert.exporters import HTMLExporter

TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(HTMLExporter):
    """Write a graded notebook as one Spanish page that needs nothing from outside.

    nbgrader's own page shows the whole notebook, in English, and loads MathJax from the network.
    This one shows what the student did and what came of it: messages and code, as escaped text.
    """

    def _init_resources(self, resources: dict) -> dict:
        """Give the template what it needs beside the notebook."""
        resources = super()._init_resources(resources)
        resources["number"] = number
        return resources


def number(value: float) -> str:
    """Write points as a Spaniard would: no zeros behind, and a comma."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")
