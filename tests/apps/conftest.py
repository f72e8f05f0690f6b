"""What several tests of the applications share."""

from tests.apps.desk.conftest import registered  # noqa: F401
from tests.apps.guarded import made_programs  # noqa: F401
