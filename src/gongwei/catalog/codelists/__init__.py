"""Codelists of forms and conditions, grouped by the sheet on which they stand."""
