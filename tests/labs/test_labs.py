"""Every lab judges well: right answers keep their points, wrong ones lose their own and no others.

A lab is found by its folder in ``solutions/``; what it must contain is the table below, copied
from the contract. Answers to it are in ``answers/``.
"""

import ast
import os
import random
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import nbformat
import psutil
import pytest
from judge import ROOT, KnownAnswer, Lab, known_answers, stub
from mutants import EQUIVALENT, mutants
from nbclient import NotebookClient
from nbgrader.validator import Validator

SEEDS = ["0", "1", "2", "3", "4"]
LABS = sorted(folder.name for folder in (ROOT / "solutions").iterdir() if folder.is_dir())
CONTRACT = {
    "01_datos": """
        impute_median(x: Tensor) -> Tensor
        one_hot(labels: Tensor, num_classes: int) -> Tensor
        standardize(train: Tensor, x: Tensor) -> Tensor
        normalize(train: Tensor, x: Tensor, low: float = 0.0, high: float = 1.0) -> Tensor
        flip_horizontal(images: Tensor) -> Tensor
        adjust_brightness(images: Tensor, factor: float) -> Tensor
        mix_noise(signal: Tensor, noise: Tensor, snr_db: float) -> Tensor
        replace_synonyms(sentence: str, synonyms: dict[str, list[str]], p: float, rng: random.Random) -> str
    """,  # noqa: E501
    "02_entrenamiento": """
        iterations_per_epoch(n_examples: int, batch_size: int, drop_last: bool = False) -> int
        iterate_batches(x: Tensor, y: Tensor, batch_size: int, shuffle: bool = False, generator: torch.Generator | None = None)
        build_mlp(n_inputs: int, hidden: list[int], n_outputs: int) -> nn.Sequential
        count_parameters(model: nn.Module) -> int
        train_step(model, xb, yb, loss_fn, optimizer) -> float
        train_epoch(model, batches, loss_fn, optimizer) -> float
        fit(model, x, y, loss_fn, optimizer, epochs: int, batch_size: int, generator=None) -> list[float]
    """,  # noqa: E501
    "03_coste": """
        mse(y_pred, y_true)
        mae(y_pred, y_true)
        bce(p, y)
        bce_with_logits(z, y)
        softmax(z)
        cross_entropy(z, target)
        choose_loss(problem: str) -> type[nn.Module]
    """,  # noqa: E501
    "04_gradiente": """
        numerical_gradient(f, w: Tensor, eps: float = 1e-5) -> Tensor
        gradient_descent(grad, w0: Tensor, lr: float, steps: int) -> Tensor
        max_learning_rate(hessian: Tensor) -> float
        SGD(params, lr: float, momentum: float = 0.0)
        RMSProp(params, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8)
        Adam(params, lr: float = 1e-3, betas=(0.9, 0.999), eps: float = 1e-8)
        linear_regression(x, y, lr, batch_size, epochs, generator=None) -> tuple[Tensor, Tensor]
    """,  # noqa: E501
    "05_evaluacion": """
        split_indices(n: int, fractions=(0.7, 0.15, 0.15), generator=None) -> tuple[Tensor, Tensor, Tensor]
        accuracy(logits, target) -> float
        confusion_matrix(pred, target, num_classes: int) -> Tensor
        f1_score(pred, target) -> float
        evaluate(model, batches, loss_fn) -> tuple[float, float]
        learning_curves(model, train_batches, val_batches, loss_fn, optimizer, epochs: int) -> dict[str, list[float]]
        has_plateaued(costs: list[float], patience: int = 5, min_delta: float = 1e-3) -> bool
    """,  # noqa: E501
    "06_mejora": """
        best_learning_rate(results: dict[float, float]) -> float
        grid_search(evaluate, grid: dict[str, list]) -> tuple[dict, float]
        EarlyStopping(patience: int, min_delta: float = 0.0)
        dropout(x: Tensor, p: float, training: bool, generator=None) -> Tensor
        diagnose(train_cost: list[float], val_cost: list[float], target: float) -> str
        build_and_train(x_train, y_train, x_val, y_val, generator=None) -> nn.Module
    """,  # noqa: E501
}


@cache
def lab_of(name: str) -> Lab:
    return Lab(name)


def notebook_of(folder: Path | str, name: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / folder / name / f"{name}.ipynb", as_version=4)


def answers_of(*verdicts: str) -> list:
    return [
        pytest.param(name, answer, id=f"{name}-{answer}")
        for name in LABS
        for answer in known_answers(name)
        if answer.verdict in verdicts
    ]


def failed(messages: dict[str, str]) -> dict[str, str]:
    return {test: message for test, message in messages.items() if message}


@cache
def released(name: str) -> nbformat.NotebookNode:
    """Give the release that nbgrader would make now."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder)
        shutil.copytree(ROOT / "solutions" / name, course / "solutions" / name)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--create"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for alembic
        done = subprocess.run(
            command, cwd=course, capture_output=True, text=True, env={**os.environ, "PATH": path}
        )
        assert done.returncode == 0, done.stderr
        return nbformat.read(course / "labs" / name / f"{name}.ipynb", as_version=4)


@cache
def executed(folder: str, name: str) -> nbformat.NotebookNode:
    """Run a notebook in a kernel of its own, to its end; cells tell how long they kept it busy.

    In seconds of a processor: those of the clock depend on what else runs here.
    """
    notebook = notebook_of(folder, name)

    def busy(cell: nbformat.NotebookNode, sign: int) -> None:
        times = psutil.Process(client.km.provisioner.pid).cpu_times()
        cell.metadata["busy"] = cell.metadata.get("busy", 0.0) + sign * (times.user + times.system)

    client = NotebookClient(
        notebook,
        timeout=120,
        allow_errors=True,
        coalesce_streams=True,
        kernel_name="python3",
        on_cell_start=lambda cell, **_: busy(cell, -1),
        on_cell_executed=lambda cell, **_: busy(cell, 1),
    )
    client.execute()
    return notebook


def text_of(cell: nbformat.NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def errors_of(cell: nbformat.NotebookNode) -> list:
    return [output for output in cell.outputs if output.output_type == "error"]


# What the notebook holds


def arguments_of(node: ast.FunctionDef) -> list[tuple[str, str, str]]:
    """Name, type hint and default of every argument but self."""
    given = [arg for arg in node.args.args if arg.arg != "self"]
    assert not (node.args.vararg or node.args.kwarg or node.args.kwonlyargs), node.name
    defaults = [""] * (len(given) - len(node.args.defaults)) + [
        str(ast.literal_eval(default)) for default in node.args.defaults
    ]
    hints = [ast.unparse(arg.annotation) if arg.annotation else "" for arg in given]
    return list(zip([arg.arg for arg in given], hints, defaults, strict=True))


@pytest.mark.parametrize("name", LABS)
def test_has_the_exercises_of_the_contract_with_their_signatures(name):
    lines = [line.strip() for line in CONTRACT[name].strip().splitlines()]
    assert lab_of(name).exercises == [line.split("(")[0] for line in lines]
    for line in lines:
        agreed = ast.parse(f"def {line}: ...").body[0]
        source = lab_of(name).answers[agreed.name]
        node = next(n for n in ast.parse(source).body if getattr(n, "name", "") == agreed.name)
        if isinstance(node, ast.ClassDef):
            node = next(n for n in node.body if getattr(n, "name", "") == "__init__")
        # Where the contract gives no type hint, the lab may.
        for want, got in zip(arguments_of(agreed), arguments_of(node), strict=True):
            assert got[0] == want[0] and got[2] == want[2], line
            assert want[1] in ("", got[1]), line
        if agreed.returns:
            assert ast.unparse(node.returns) == ast.unparse(agreed.returns), line


@pytest.mark.parametrize("name", LABS)
def test_every_exercise_has_a_docstring_and_tests_with_points(name):
    lab = lab_of(name)
    for test in lab.tests:
        assert test.points > 0, test.grade_id
    for exercise in lab.exercises:
        node = ast.parse(stub(lab.answers[exercise])).body[-1]
        assert ast.get_docstring(node), exercise
        assert len(lab.tests_of(exercise)) >= 2, exercise


@pytest.mark.parametrize("name", LABS)
def test_cells_are_marked_as_nbgrader_needs(name):
    notebook = notebook_of("solutions", name)
    assert notebook.nbformat_minor >= 5
    assert notebook.metadata.kernelspec.name == "python3"
    graded = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    ids = [cell.metadata.nbgrader.grade_id for cell in graded]
    assert len(ids) == len(set(ids)) and ids[0] == "setup"
    for cell in graded:
        meta = cell.metadata.nbgrader
        assert meta.schema_version == 3
        assert meta.locked == (not meta.solution), meta.grade_id
        if meta.solution:
            assert "### BEGIN SOLUTION" in cell.source, meta.grade_id
    written = [c for c in graded if c.cell_type == "markdown" and c.metadata.nbgrader.grade]
    assert written, "no answer graded by hand"


@pytest.mark.parametrize("folder", ["solutions", "labs"])
@pytest.mark.parametrize("name", LABS)
def test_no_outputs_are_committed(folder, name):
    for cell in notebook_of(folder, name).cells:
        assert not cell.get("outputs") and cell.get("execution_count") is None


@pytest.mark.parametrize("name", LABS)
def test_self_check_knows_every_exercise_and_how_many_tests_it_has(name):
    lab = lab_of(name)
    [source] = [cell.source for cell in lab.cells if "self_check(" in cell.source]
    known = ast.literal_eval(source[source.index("{") : source.rindex("}") + 1])
    assert known == {exercise: len(lab.tests_of(exercise)) for exercise in lab.exercises}


# The release


@pytest.mark.parametrize("name", LABS)
def test_committed_release_is_the_one_nbgrader_makes_now(name):
    assert notebook_of("labs", name) == released(name), "run `make labs`"


@pytest.mark.parametrize("name", LABS)
def test_release_holds_no_solution_and_no_hidden_test(name):
    text = "\n".join(cell.source for cell in notebook_of("labs", name).cells)
    assert not re.search("BEGIN|END (SOLUTION|HIDDEN)", text)
    visible, secret = [], []
    for cell in notebook_of("solutions", name).cells:
        inside = False
        for line in cell.source.splitlines():
            if re.search("### (BEGIN|END) (SOLUTION|HIDDEN TESTS)", line):
                inside = "BEGIN" in line
            else:
                (secret if inside else visible).append(line)
    leaked = {line for line in secret if line in text.splitlines()} - set(visible)
    assert len(secret) > 100 and not leaked


@pytest.mark.parametrize("name", LABS)
def test_first_run_of_the_release_is_kind(name):
    """In a real kernel: each test says so in one line, no trace; pictures wait; nothing breaks."""
    tests = 0
    for cell in executed("labs", name).cells:
        if cell.cell_type != "code":
            continue
        meta = cell.metadata.get("nbgrader", {})
        if meta.get("grade"):
            [error] = errors_of(cell)
            assert error.traceback == [error.evalue]
            assert error.evalue.endswith("está todavía sin resolver.")
            tests += 1
        else:
            assert not errors_of(cell), cell.source
            if "self_check" in cell.source:
                assert text_of(cell).count("sin resolver") == len(lab_of(name).exercises)
            if "with preview():" in cell.source:
                assert text_of(cell) == "Aquí verás tu resultado cuando resuelvas el ejercicio.\n"
                assert len(cell.outputs) == 1, "an empty picture"
    assert tests == len(lab_of(name).tests)


@pytest.mark.parametrize("name", LABS)
def test_solved_notebook_runs_in_a_kernel_without_a_complaint(name):
    pictures = 0
    for cell in executed("solutions", name).cells:
        if cell.cell_type != "code":
            continue
        assert not errors_of(cell), errors_of(cell)[0].evalue
        assert "stderr" not in [output.get("name") for output in cell.outputs], text_of(cell)
        assert "Todavía no se puede" not in text_of(cell)
        if cell.metadata.get("nbgrader", {}).get("grade"):
            assert not cell.outputs, "a test that passes says nothing"
        if "self_check" in cell.source:
            total = len(lab_of(name).exercises)
            assert text_of(cell).count("resuelto") == total
            assert f"Resueltos: {total} de {total}." in text_of(cell)
        pictures += any(output.output_type == "display_data" for output in cell.outputs)
    assert pictures


@pytest.mark.parametrize("name", LABS)
def test_solved_notebook_keeps_nobody_waiting(name):
    """In 30 s, and 5 s a cell: more only for the challenge, and for imports on a busy machine."""
    longest = {"test_build_and_train": 30, "setup": 10}
    cells = [cell for cell in executed("solutions", name).cells if cell.cell_type == "code"]
    assert 1 < sum(cell.metadata["busy"] for cell in cells) < 30
    for cell in cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        assert cell.metadata["busy"] < longest.get(grade_id, 5), cell.source


@pytest.mark.parametrize("name", LABS)
def test_nbgrader_validate_agrees(name, monkeypatch):
    validator = Validator()
    for folder, right in [("solutions", True), ("labs", False)]:
        # The notebook has been run already; what validate makes of it is what matters here.
        monkeypatch.setattr(validator, "_preprocess", lambda _, f=folder: executed(f, name))
        results = validator.validate(str(ROOT / folder / name / f"{name}.ipynb"))
        assert set(results) == (set() if right else {"failed"})
    assert len(results["failed"]) > len(lab_of(name).tests)  # the written answer is missing too


# Judgement


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LABS)
def test_reference_keeps_all_points(name, seed, monkeypatch):
    monkeypatch.setenv("APRENDE_SEED", seed)
    assert not failed(lab_of(name).judge({}))


@pytest.mark.parametrize("name", LABS)
def test_stub_gets_nothing_and_is_told_so(name):
    lab = lab_of(name)
    messages = lab.judge({exercise: stub(source) for exercise, source in lab.answers.items()})
    for test in lab.tests:
        exercise = lab.exercise_of(test)
        assert messages[test.grade_id] == f"CheckError: «{exercise}» está todavía sin resolver."


@pytest.mark.parametrize("name", LABS)
def test_there_are_enough_known_answers(name):
    for exercise in lab_of(name).exercises:
        verdicts = [a.verdict for a in known_answers(name) if a.exercise == exercise]
        assert verdicts.count("right") >= 5, exercise
        assert len(verdicts) - verdicts.count("right") >= 8, exercise
    assert {a.exercise for a in known_answers(name)} == set(lab_of(name).exercises)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer"), answers_of("right"))
def test_right_answer_keeps_all_points(name, answer: KnownAnswer, seed, monkeypatch):
    monkeypatch.setenv("APRENDE_SEED", seed)
    assert not failed(lab_of(name).judge({answer.exercise: answer.code}, only=answer.exercise))


@pytest.mark.parametrize(("name", "answer"), answers_of("wrong", "mutant"))
def test_wrong_answer_loses_points_and_is_told_why(name, answer: KnownAnswer, record_property):
    messages = failed(lab_of(name).judge({answer.exercise: answer.code}, only=answer.exercise))
    assert messages, "kept all points"
    shown = "\n".join(messages.values())
    assert all(message.startswith("CheckError: ") for message in messages.values()), shown
    told = re.findall("^  Pista: .*$|¿Falta el `return`[?]", shown, re.MULTILINE)
    hit = any(answer.hint in hint for hint in told)
    if answer.verdict == "wrong":  # a mistake that the contract lists
        record_property("listed", 1)
        record_property("hinted", int(hit))
    assert not answer.hint or hit, shown


@pytest.mark.parametrize(("name", "answer"), answers_of("right", "wrong", "mutant"))
def test_verdict_is_the_same_for_every_seed(name, answer: KnownAnswer, monkeypatch):
    """Two of the seeds 5 to 19, other ones for each answer; all 20 for `make verdicts`."""
    drawn = random.Random(str(answer)).sample(range(5, 20), 2)
    for seed in range(20) if os.environ.get("APRENDE_ALL_SEEDS") else drawn:
        monkeypatch.setenv("APRENDE_SEED", str(seed))
        messages = failed(lab_of(name).judge({answer.exercise: answer.code}, only=answer.exercise))
        assert bool(messages) != answer.right, f"seed {seed}"


@pytest.mark.parametrize("name", LABS)
def test_wrong_answer_costs_no_other_exercise(name):
    """Within the whole lab: every other exercise is wrong, those between are right."""
    lab = lab_of(name)
    wrong = {e: [a for a in known_answers(name) if a.exercise == e] for e in lab.exercises}
    wrong = {e: [a for a in answers if not a.right] for e, answers in wrong.items()}
    for turn in range(max(map(len, wrong.values()))):
        for parity in (0, 1):
            chosen = {e: wrong[e][turn] for e in lab.exercises[parity::2] if turn < len(wrong[e])}
            messages = failed(lab.judge({e: answer.code for e, answer in chosen.items()}))
            harmed = {e for e in lab.exercises for t in lab.tests_of(e) if t.grade_id in messages}
            assert harmed == set(chosen), [str(answer) for answer in chosen.values()]


def test_readme_tells_how_well_the_labs_judge():
    """The table counts what the tests above and those of the mutants hold at 0 and at 100 %."""
    known = [answer for name in LABS for answer in known_answers(name)]
    right = sum(answer.right for answer in known)
    listed = sum(answer.verdict == "wrong" for answer in known)
    made = sum(len(mutants(source)) for name in LABS for source in lab_of(name).answers.values())
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in [
        f"| false rejects | 0 of {right} right answers, each under seven seeds |",
        f"| false accepts | 0 of {len(known) - right} wrong answers |",
        f"| hint hit rate | 100 % of {listed} answers with a mistake that the contract lists |",
        f"| mutation score | 100 % of {made} mutants of the references, bar {len(EQUIVALENT)} ",
    ]:
        assert row in text, row
