"""nbgrader's configuration for this course: read by every ``nbgrader`` command run here."""

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    IgnorePattern,
    LimitOutput,
    SaveAutoGrades,
)

from corrector.execute import ExecuteToTheEnd
from corrector.feedback import FeedbackExporter, FillInGrades
from corrector.intake import SLIP
from corrector.records import ARRIVED, DONE

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.course_id = "aprende"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
# What is for the teacher alone is never copied beside a student's page.
c.CourseDirectory.ignore.extend([DONE, ARRIVED, SLIP])

# What a student finds where the solution was.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Escribe aquí tu respuesta.*"

# A cell that runs longer is interrupted and loses its points; the rest is still judged.
c.ExecuteToTheEnd.timeout = 60
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 30

c.Autograde.autograde_preprocessors = [
    ExecuteToTheEnd,
    IgnorePattern,
    ClearMetadataPreprocessor,
    LimitOutput,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# The feedback is our own page, in Spanish: what failed and the hint, no code of the hidden tests.
c.GenerateFeedback.preprocessors = [FillInGrades, ClearHiddenTests]
c.GenerateFeedback.exporter_class = FeedbackExporter

c.ExportApp.plugin_class = "nbgrader.plugins.CsvExportPlugin"
