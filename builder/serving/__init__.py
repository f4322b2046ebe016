"""The course while it is being written: built on every change, shown in browsers that follow."""
