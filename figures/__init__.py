"""What this course draws: its data, models, training and recipes."""
