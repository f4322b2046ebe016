"""The command line: the only part that prints or exits; a command's module is loaded when the command is called."""
