"""From structure to the values of records, plans and reviews."""
