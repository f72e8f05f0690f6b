"""The headings that clinics put over their columns, as data: one short file per kind of file."""

from gongwei.catalog.headers.columns import Column, Layout

__all__ = ["Column", "Layout"]
