"""Helper package of the course *aprende*: what a reader needs out of sight.

Modules are named by the steps of learning. Import them by name, ``from aprende import data``;
everything they take and return is plain PyTorch, pandas or matplotlib.
"""

from aprende._torchvision import allow_import as _allow_torchvision

# The one side effect of importing the package, and only where torchvision would not import at all.
_allow_torchvision()

__all__ = ["audio", "checks", "data", "plots", "prose", "seeds", "training"]
