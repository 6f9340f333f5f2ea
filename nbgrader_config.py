"""nbgrader's configuration for this course: read by every ``nbgrader`` command run here."""

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearHiddenTests,
    SaveAutoGrades,
)

from corrector.execute import SandboxedExecute, SubmissionExporter
from corrector.feedback import FeedbackExporter, FillInGrades
from corrector.intake import SLIP
from corrector.rebuild import STUBS
from corrector.records import ARRIVED, DONE

c = get_config()  # noqa: F821 - nbgrader defines it

c.CourseDirectory.course_id = "aprende"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "labs"
# What is for the teacher alone is never copied beside a student's page.
c.CourseDirectory.ignore.extend([DONE, ARRIVED, SLIP])

# What a student finds where the solution was.
c.ClearSolutions.code_stub = STUBS["code_stub"]
c.ClearSolutions.text_stub = STUBS["text_stub"]

# A submission is rebuilt from the source, with the student's answers in it, and run in a sandbox.
# The limits are SandboxedExecute's: seed, cell_seconds, notebook_seconds, memory_mb, processes,
# disk_mb, output_kb.
c.Autograde.exporter_class = SubmissionExporter
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    SandboxedExecute,
    SaveAutoGrades,
    AssignLatePenalties,
    CheckCellMetadata,
]

# The feedback is our own page, in Spanish: what failed and the hint, no code of the hidden tests.
c.GenerateFeedback.preprocessors = [FillInGrades, ClearHiddenTests]
c.GenerateFeedback.exporter_class = FeedbackExporter

# In formgrader, what a student wrote or put out must not run as the teacher.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"markdown2html": "corrector.formgrader.safe_markdown"}

c.ExportApp.plugin_class = "nbgrader.plugins.CsvExportPlugin"
