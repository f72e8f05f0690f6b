"""Pictures of what the methods give: drawn once as a figure, shown in print or in a browser."""
