"""The search page answers questions in Spanish, without accents, and in the glossary's English."""

import pytest

pytestmark = pytest.mark.xdist_group("book")

# What a reader types -> the section that answers it, which must be among the first three.
QUESTIONS = {
    "retropropagación": "02_entrenamiento.html#",
    "retropropagacion": "02_entrenamiento.html#",
    "backpropagation": "02_entrenamiento.html#",
    "early stopping": "06_mejora.html#",
    "detención anticipada": "06_mejora.html#",
    "learning rate": "04_gradiente.html#",
    "tasas de aprendizaje": "04_gradiente.html#",
    "¿qué es una época?": "02_entrenamiento.html#",
    "overfitting": "06_mejora.html#",
    "¿cómo sé si mi red memoriza?": "06_mejora.html#",
    "data augmentation": "01_datos.html#",
    "aumento de imagenes": "01_datos.html#",
    "¿por qué hay que escalar los datos?": "01_datos.html#",
    "outliers": "01_datos.html#",
    "valores que faltan en una tabla": "01_datos.html#",
    "cross entropy": "03_coste.html#",
    "¿cuándo uso MAE y cuándo MSE?": "03_coste.html#",
    "matriz de confusion": "05_evaluacion.html#",
    "dropout": "06_mejora.html#",
    "DataLoader": "02_entrenamiento.html#",
    "Adam": "04_gradiente.html#",
    "mínimo local": "04_gradiente.html#",
    "¿cómo entrego?": "estudiantes.html#",
}


@pytest.fixture(params=["http", "file"])
def root(request, base, site) -> str:
    """The book on a server, and opened from a disk."""
    return base if request.param == "http" else f"{site.as_uri()}/"


def results(page) -> list[str]:
    """Addresses found, best first."""
    return [link.get_attribute("href") for link in page.locator("#search-results a").all()]


def test_the_answer_is_among_the_first_three_results(page, root):
    assert len(QUESTIONS) >= 20
    page.goto(f"{root}search.html")
    field = page.locator("main input[name=q]")
    missed = {}
    for question, answer in QUESTIONS.items():
        field.fill(question)
        found = results(page)[:3]
        if not any(answer in address for address in found):
            missed[question] = found
    assert not missed


def test_a_result_leads_to_its_section(page, root):
    page.goto(f"{root}search.html?q=retropropagacion")
    link = page.locator("#search-results a[href*='02_entrenamiento.html#']").first
    title = link.inner_text()
    link.click()
    page.wait_for_url("**/chapters/02_entrenamiento.html#*")
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    heading = page.locator(f"[id='{anchor}'] :is(h1, h2, h3, h4)").first
    assert heading.inner_text().startswith(title)
    assert heading.bounding_box()["y"] < 800


def test_the_field_of_every_page_leads_to_the_results(page, base):
    page.goto(f"{base}chapters/01_datos.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("sobreajuste")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=sobreajuste")
    assert "resultados para «sobreajuste»" in page.locator("#search-status").inner_text()
    assert page.locator("#search-results mark").first.inner_text().lower() == "sobreajuste"


def test_nothing_found_is_said_in_spanish(page, base):
    page.goto(f"{base}search.html?q=xyzzyq")
    assert "No hay nada sobre «xyzzyq»" in page.locator("#search-status").inner_text()
    assert results(page) == []
