"""Results of one question at a time: a question of a survey, a statement, written answers."""
