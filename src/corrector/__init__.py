"""What grading a class adds to nbgrader. Students never import it."""
