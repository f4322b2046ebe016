"""A course as static pages: every function here turns values into HTML and touches nothing else."""
