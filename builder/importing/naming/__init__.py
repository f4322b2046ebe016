"""Words to the course's ids."""
