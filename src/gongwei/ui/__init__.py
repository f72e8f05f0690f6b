"""View data: charts, tables, form parts. Values in, plain data out; markup lives in templates."""
