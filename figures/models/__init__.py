"""The models of this course: one nn.Module and its config per file."""
