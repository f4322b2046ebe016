"""The kinds of pictures of this course: one file each, with Params, needs() and draw()."""
