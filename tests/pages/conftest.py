"""The demo as a world to walk through: made once for this folder, undone at its end."""

from tests.demo.conftest import _made, demo  # noqa: F401  (fixtures)
