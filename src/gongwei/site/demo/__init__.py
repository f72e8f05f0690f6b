"""The made city in the database: built once, served ever after."""
