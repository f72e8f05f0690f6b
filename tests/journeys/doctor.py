"""A doctor at the keyboard: answers whatever field has the focus, and every key is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

SECONDS_A_KEY = 0.28  # an average typist who is no secretary (Card, Moran & Newell 1983, table 8.1)
MOST_FIELDS = 60

FOCUSED = "document.activeElement.name || document.activeElement.type || ''"
IN_LINES = "document.activeElement.tagName === 'TEXTAREA'"  # there Enter begins a line

# A routine visit: nothing found, pressure at target. A field that is not named here is left as it is.
ROUTINE = {
    "visit_mode": "1",
    "hypertension_symptoms": "1",
    "diabetes_symptoms": "1",
    "danger_signs": "0",
    "systolic": "128",
    "diastolic": "76",
    "weight": "62",
    "heart_rate": "72",
    "cigarettes": "0",
    "alcohol": "0",
    "exercise_per_week": "5",
    "exercise_minutes": "30",
    "salt": "1",
    "psychology": "1",
    "compliance": "1",
    "adherence": "1",
    "adverse": "1",
    "new_complication": "1",
}


@dataclass
class Keyboard:
    """Keys pressed, one by one; a key held with another counts as two."""

    page: Page
    pressed: int = 0
    left: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += len(key.split("+"))

    def focused(self) -> str:
        return str(self.page.evaluate(FOCUSED))

    def answer(self, answers: Mapping[str, str]) -> None:
        """Go through the form from where the focus is, to the button that saves."""
        for _ in range(MOST_FIELDS):
            name = self.focused()
            if name == "submit":
                return
            for key in answers.get(name, ""):
                self.press(key)
            if name not in answers:
                self.left.append(name)
            if self.focused() == name:  # a code moves on by itself
                self.press("Tab" if self.page.evaluate(IN_LINES) else "Enter")
        raise AssertionError(f"the keyboard never came to the button; last at {self.focused()}")

    @property
    def seconds(self) -> float:
        return self.pressed * SECONDS_A_KEY
