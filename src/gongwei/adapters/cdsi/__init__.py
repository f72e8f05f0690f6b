"""CDC's clinical decision support for immunization: its supporting data (XML) and its test cases (CSV)."""
