"""How much sooner is a class graded here than with nbgrader alone, and what would 100.000 cost?

One made-up class of 40, from the right and wrong answers that the tests know, is graded in one
run: by stock nbgrader, with its own executor and no sandbox, and by the class command, with its
own, by two workers and by one in turn: a machine is not as fast in one minute as in the next.

    make benchmarks
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "labs"))

from judge import Lab, known_answers, stub  # noqa: E402

from corrector.records import Records  # noqa: E402

PAIRS = 3
STOCK = """
c = get_config()
c.CourseDirectory.course_id = "aprende"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Escribe aquí tu respuesta.*"
"""
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    # As in the sandbox: one thread each, so that neither side fights itself for the cores.
    "OMP_NUM_THREADS": "1",
}


def run(course: Path, *words: str) -> float:
    """Run a command in a course; give the seconds it took."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=course, env=ENVIRONMENT, capture_output=True, text=True
    )
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
    return seconds


def course(folder: Path, lab: str, students: int, config: str) -> Path:
    """Make a course with a class's submissions in it: the same for the same arguments."""
    shutil.copytree(ROOT / "solutions" / lab, folder / "solutions" / lab)
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    run(folder, "nbgrader", "generate_assignment", lab, "--create")
    rng = random.Random(lab)
    reference = Lab(lab)
    for number in range(students):
        notebook = nbformat.read(folder / "labs" / lab / f"{lab}.ipynb", as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in reference.answers:
                cell.source = answer(rng, reference, name)
        place = folder / "submitted" / f"estudiante{number:02}" / lab
        place.mkdir(parents=True)
        nbformat.write(notebook, place / f"{lab}.ipynb")
    return folder


def answer(rng: random.Random, lab: Lab, name: str) -> str:
    """Draw an answer as a class would give: mostly right, some wrong, some not there."""
    kind = rng.choices(["right", "wrong", "none"], [65, 25, 10])[0]
    if kind == "none":
        return stub(lab.answers[name])
    known = [
        each.code
        for each in known_answers(lab.name)
        # One that never ends costs both sides the same ten seconds, and hides what is measured.
        if each.exercise == name
        and each.right == (kind == "right")
        and "while True" not in each.code
    ]
    return rng.choice([*known, lab.answers[name]] if kind == "right" else known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lab", default="01_datos")
    parser.add_argument("--students", type=int, default=40)
    arguments = parser.parse_args()
    lab, students = arguments.lab, arguments.students
    grade = ("corrector", "grade", lab, "--force")
    with tempfile.TemporaryDirectory() as name:
        ours = course(
            Path(name, "ours"), lab, students, (ROOT / "nbgrader_config.py").read_text("utf-8")
        )
        pairs = [
            (run(ours, *grade, "--workers", "2"), run(ours, *grade, "--workers", "1"))
            for _ in range(PAIRS)
        ]
        two, one = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratios = sorted(round(b / a, 2) for a, b in pairs)
        print(f"class command, 2 workers      {two:7.1f} s")
        print(f"class command, 1 worker       {one:7.1f} s   2 workers are {ratios} times it")
        results = [
            Records(ours / "autograded", lab).done(path.name)
            for path in sorted((ours / "submitted").iterdir())
        ]
        each = statistics.mean(result.seconds for result in results)
        sandbox(ours, lab)
        stock = course(Path(name, "stock"), lab, students, STOCK)
        alone = run(stock, "nbgrader", "autograde", lab)
        times = f"{alone / two:.1f} times"
        print(f"stock nbgrader                {alone:7.1f} s   that is {times} ours with 2 workers")
        plan(each, merge_seconds(ours, lab, results))


def sandbox(folder: Path, lab: str) -> None:
    """Compare the same submissions, started cold, with the sandbox and without."""
    from corrector.grading import Options, grade

    os.environ["APRENDE_COLD"] = "1"
    source = folder / "solutions" / lab / f"{lab}.ipynb"
    paths = sorted((folder / "submitted").glob(f"*/{lab}/{lab}.ipynb"))[:6]
    grade(paths[0], source, "", Options())  # finds out how this lab's tests are run
    grade(paths[0], source, "", Options(sandbox=False))
    ratios = [
        grade(path, source, "", Options()).seconds
        / grade(path, source, "", Options(sandbox=False)).seconds
        for path in paths
    ]
    more = 100 * (statistics.median(ratios) - 1)
    print(f"the sandbox costs             {more:7.1f} % more than a cold start without it")


def merge_seconds(folder: Path, lab: str, results: list) -> float:
    """Measure how long one result takes to be recorded: gradebook and files."""
    from corrector.merge import Merger

    with Merger(f"sqlite:///{folder}/gradebook.db", "aprende", lab) as merger:
        begin = time.perf_counter()
        for result in results:
            merger.merge(result)
        return (time.perf_counter() - begin) / len(results)


def plan(each: float, merge: float) -> None:
    """Print what 100.000 submissions would take."""
    number = 100_000
    print(f"\n{number} submissions: {each:.2f} s on a core, {merge * 1000:.1f} ms to record each")
    for workers in (2, 16, 64, 256):
        hours = number * max(each / workers, merge) / 3600
        bound = "workers" if each / workers > merge else "the gradebook"
        print(f"  {workers:4} workers  {hours:7.1f} h   bound by {bound}")


if __name__ == "__main__":
    main()
