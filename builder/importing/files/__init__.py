"""The course's files: written, edited, merged."""
