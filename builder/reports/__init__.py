"""What the builder says of a course, for people and for machines."""
