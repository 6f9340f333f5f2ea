"""What grading a class adds to nbgrader. Students never import it."""

import sys

# Importing nbformat imports jsonschema, and that, where it is installed, a grammar of addresses in
# every script of the world, which takes a second or two to build and which no notebook asks for.
sys.modules.setdefault("rfc3987_syntax", None)
