"""Execute the chapters that changed, several at a time, before Sphinx reads any of them.

myst-nb executes a notebook when Sphinx reads its page, so one after another. Here the same
execution happens earlier and side by side, and its result goes into the same cache, where myst-nb
then finds it. A chapter whose cells did not change is in the cache already and never runs again.
"""

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.display import status_iterator

logger = logging.getLogger(__name__)


def read_notebook(env: BuildEnvironment, docname: str) -> nbformat.NotebookNode | None:
    """Read a page as myst-nb would; give None if it is no notebook."""
    path = Path(env.doc2path(docname))
    text = path.read_text(encoding="utf-8")
    reader = create_nb_reader(str(path), env.myst_config, env.mystnb_config, text)
    if reader is None or path.suffix != ".md":
        return None
    return reader.read(text)


def execute_changed(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Execute, several at a time, the pages about to be read that are not in the cache.

    Raises
    ------
    ExtensionError
        If a cell fails; what the other chapters computed is in the cache by then.
    """
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)
    waiting: dict[str, nbformat.NotebookNode] = {}
    for docname in docnames:
        notebook = read_notebook(env, docname)
        if notebook is None or not any(cell.cell_type == "code" for cell in notebook.cells):
            continue
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            waiting[docname] = notebook
    if not waiting:
        return

    # Kernels share the processor: one thread each is faster than all fighting for all cores.
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")

    def execute(docname: str) -> ExecutionResult:
        folder = str(Path(env.doc2path(docname)).parent)
        return single_nb_execution(
            waiting[docname],
            cwd=folder,
            timeout=config.execution_timeout,
            allow_errors=config.execution_allow_errors,
        )

    failures = []
    with ThreadPoolExecutor(min(len(waiting), os.cpu_count() or 1)) as pool:
        # The longest text first, so that no long chapter is left to run alone at the end.
        ordered = sorted(waiting, key=lambda name: -len(str(waiting[name])))
        running = {pool.submit(execute, docname): docname for docname in ordered}
        for done in status_iterator(
            as_completed(running),
            "executing chapters... ",
            length=len(running),
            stringify_func=lambda future: running[future],
        ):
            docname, result = running[done], done.result()
            if result.err is not None:
                failures.append(f"{docname}:\n{result.exc_string}")
                continue
            logger.info(" (%.1f s)", result.time, nonl=True)
            bundle = CacheBundleIn(
                waiting[docname],
                str(env.doc2path(docname)),
                data={"execution_seconds": result.time},
            )
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    if failures:
        raise ExtensionError("\n\n".join(["A cell failed.", *failures]))


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("env-before-read-docs", execute_changed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
