"""Random draws and what they say of the whole: estimates of surveys with their design."""
