"""Know by its columns what a method gave, and make the figure of it."""
