"""What an institution does for nobody in particular: health education, and what supervision assistance finds."""
