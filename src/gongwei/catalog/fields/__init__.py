"""Fields that several forms share: one key has one unit and one meaning everywhere."""
