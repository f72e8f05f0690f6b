"""What centres share with their street's joint group on mental health, and what the group answers: a narrow view."""
