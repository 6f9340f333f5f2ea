"""Run a submission to its end, whatever it does, and give points only for tests that ran."""

from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade


class ExecuteToTheEnd(Execute):
    """nbgrader's ``Execute``, failing closed.

    nbgrader gives a test cell full points unless it shows an error. That rewards a cell that
    never ran: one after the kernel died, or one tagged ``skip-execution``. Here a test cell for
    which the kernel sent no reply shows an error instead. A dead kernel ends the run, not the
    grading: what was earned until then stays. What a test cell writes on stderr is no error.
    """

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> tuple:
        """Execute the notebook and close its gaps.

        Parameters
        ----------
        nb : NotebookNode
            A submission whose tests were put back from the source.
        resources : dict
            nbconvert's own.
        km : KernelManager, optional
            Use this kernel.

        Returns
        -------
        nb, resources : tuple
            The notebook with outputs.
        """
        self._replied: set[int] = set()
        reason = "Esta prueba no se ha ejecutado."
        try:
            nb, resources = super().preprocess(nb, resources, km)
        except (DeadKernelError, CellTimeoutError) as error:
            self.log.warning("The kernel died: %s", error)
            reason = (
                "Esta prueba no se ha podido ejecutar: el programa se cerró antes. "
                "¿Llama alguna celda a exit(), o agota la memoria?"
            )
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code" and is_grade(cell):
                close_gaps(cell, "" if index in self._replied else reason)
        return nb, resources

    def on_cell_executed(self, **kwargs: Any) -> None:
        """Remember that the kernel replied: the only evidence that a cell ran to its end."""
        super().on_cell_executed(**kwargs)
        self._replied.add(kwargs["cell_index"])


def close_gaps(cell: NotebookNode, reason: str) -> None:
    """Mark a test cell that did not run as failed, and keep its stderr from counting as an error.

    Parameters
    ----------
    cell : NotebookNode
        A graded code cell after execution; changed in place.
    reason : str
        What to tell the student, in Spanish, if it did not run; empty if it did.
    """
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
    failed = any(output.output_type == "error" for output in cell.outputs)
    if reason and not failed:
        cell.outputs.append(
            new_output("error", ename="PruebaNoEjecutada", evalue=reason, traceback=[reason])
        )
