"""What several tests of the applications share."""

from tests.apps.desk.conftest import registered  # noqa: F401
