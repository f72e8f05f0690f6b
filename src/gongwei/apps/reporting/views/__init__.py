"""Pages that read across: the plan, the catalogue in words, the city's areas."""
