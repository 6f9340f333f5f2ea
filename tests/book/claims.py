"""Claims about training: each is tested over 20 seeds, and the book lists them with their figures.

A chapter's test module writes one function for each claim of its prose. It gets a seed and says
whether the claim held::

    @claim("escalado", "Con las columnas escaladas, la misma red llega antes a un coste bajo.")
    def test_scaling_speeds_up(seed):
        final_cost = definitions("01_datos")["final_cost"]
        return final_cost(seed, scaled=True) < final_cost(seed, scaled=False)

``make claims`` runs them all and writes ``chapters/afirmaciones.csv``, which the book shows.
"""

import csv
from collections.abc import Callable
from pathlib import Path

SEEDS = range(20)
NEEDED = 19
TABLE = Path(__file__).resolve().parents[2] / "chapters" / "afirmaciones.csv"
HEADER = ["Sección", "Afirmación", "Se cumple"]

# (label, text) of every claim that a test module declares, in order.
declared: list[tuple[str, str]] = []
# What ran in this process: (label, text) -> seeds in which the claim held.
held: dict[tuple[str, str], int] = {}


def claim(label: str, text: str) -> Callable[[Callable[[int], bool]], Callable[[], None]]:
    """Make a test of a function that says for one seed whether a claim held.

    Parameters
    ----------
    label : str
        Label of the section of the book that makes the claim.
    text : str
        The claim, a Spanish sentence as a reader would understand it without its context.
    """

    declared.append((label, text))

    def decorate(holds: Callable[[int], bool]) -> Callable[[], None]:
        def test() -> None:
            failed = [seed for seed in SEEDS if not holds(seed)]
            held[label, text] = len(SEEDS) - len(failed)
            assert held[label, text] >= NEEDED, f"«{text}» fails for seeds {failed}"

        test.__name__, test.__doc__ = holds.__name__, text
        return test

    return decorate


def written() -> dict[tuple[str, str], int]:
    """Claims and figures as the book shows them."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {
        (label.removeprefix("{ref}`").removesuffix("`"), text): int(figures.split()[0])
        for label, text, figures in rows
    }


def write() -> None:
    """Write what ran in this process as the book's table."""
    with open(TABLE, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        for (label, text), count in held.items():
            table.writerow([f"{{ref}}`{label}`", text, f"{count} de {len(SEEDS)} semillas"])
