"""How much sooner is the book built from cold, with the chapters executed side by side?

Both builds run here, one after the other, in throw-away copies of the sources: Jupyter Book alone,
which executes a chapter when Sphinx reads it, and the same with the project's `parallel` extension.

    make benchmarks
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARALLEL = re.compile(r"^ +parallel: chapters/_ext\n|(?<=pregunta,) parallel,", re.MULTILINE)


def build(parallel: bool) -> float:
    """Build the book from nothing; give the seconds it took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for source in ("chapters", "labs"):
            shutil.copytree(ROOT / source, folder / source)
        config = (ROOT / "_config.yml").read_text(encoding="utf-8")
        if not parallel:
            config, found = PARALLEL.subn("", config)
            assert found == 2, "_config.yml no longer names the extension as it did"
        (folder / "_config.yml").write_text(config, encoding="utf-8")
        shutil.copy(ROOT / "_toc.yml", folder)
        command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "--quiet"]
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        seconds = time.perf_counter() - start
    assert done.returncode == 0, done.stdout + done.stderr
    return seconds


def main() -> None:
    alone = build(parallel=False)
    print(f"Jupyter Book alone        {alone:6.1f} s", flush=True)
    side_by_side = build(parallel=True)
    print(f"chapters side by side     {side_by_side:6.1f} s   {side_by_side / alone:.2f} of it")


if __name__ == "__main__":
    main()
