"""The line between the trusted side and a student's: messages, and the texts that both know.

A message is a length, a JSON text and the bytes of the tensors and arrays it mentions; see
:mod:`corrector.wire` for these. Here nothing needs torch, so that the grader, which only passes
messages on, need not import it.
"""

import json
import socket
import struct

LARGEST = 128 * 1024 * 1024  # bytes of one message
SERVE = "# Answer the judge's calls now."  # what the grader tells a kernel
REFUSED = "Esta prueba no se ha ejecutado: aquí tu celda no puede usar"  # what the judge tells it


class Closed(ConnectionError):
    """The other side is gone, or does not keep to the form of a message."""


def send(connection: socket.socket, message: dict, blobs: list[bytes] = ()) -> None:
    """Send one message.

    Raises
    ------
    Closed
        If the other side is gone.
    """
    text = json.dumps({"m": message, "b": [len(blob) for blob in blobs]}).encode()
    try:
        connection.sendall(struct.pack("!I", len(text)) + text + b"".join(blobs))
    except OSError as error:
        raise Closed(str(error)) from None


def receive(connection: socket.socket) -> tuple[dict, list[bytes]]:
    """Wait for one message.

    Returns
    -------
    message, blobs : dict, list of bytes

    Raises
    ------
    Closed
        If the other side is gone, sends too much or what is no message.
    """
    try:
        (length,) = struct.unpack("!I", exactly(connection, 4))
        if length > LARGEST:
            raise Closed("too large")
        parsed = json.loads(exactly(connection, length))
        message, sizes = parsed["m"], parsed["b"]
        if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) > LARGEST:
            raise Closed("too large")
        blobs = [exactly(connection, size) for size in sizes]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Closed(str(error)) from None
    if not isinstance(message, dict):
        raise Closed("no message")
    return message, blobs


def exactly(connection: socket.socket, size: int) -> bytes:
    """Read so many bytes."""
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise Closed("the other side is gone")
        parts += part
    return bytes(parts)
