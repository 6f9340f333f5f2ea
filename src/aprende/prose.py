"""Numbers as Spanish prose writes them, and handed from a cell to the text around it."""


def number(value: float, digits: int = 0) -> str:
    """Write a number with decimal comma and a point between thousands: ``12.900,5``.

    Parameters
    ----------
    value : float
    digits : int
        Digits after the comma.
    """
    english = f"{float(value):,.{digits}f}"
    return english.replace(",", " ").replace(".", ",").replace(" ", ".").replace("-", "−")


def percent(value: float, digits: int = 0) -> str:
    """Write a share as a percentage, ``0.683`` as ``68,3 %``, on one line."""
    return number(100 * float(value), digits) + "\N{NO-BREAK SPACE}%"


def cite(**texts: str) -> None:
    """Make texts available to the page: ``{glue:text}`name```  shows the one called ``name``."""
    from myst_nb import glue

    for name, text in texts.items():
        glue(name, text, display=False)
