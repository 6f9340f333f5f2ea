"""The one error that ends the grading of a class."""

import errno


class ClassError(Exception):
    """A class cannot be graded, or no further; the message, in Spanish, says what to do."""


def disk_error(error: OSError) -> ClassError:
    """Say what it means that a file could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ClassError(
            "No queda sitio en el disco. Libera espacio y repite la orden: lo que ya se corrigió "
            "no se pierde."
        )
    return ClassError(
        f"No se puede escribir {error.filename or 'un fichero'}: {error.strerror or error}."
    )
