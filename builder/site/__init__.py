"""From a course to the files of its site, as few of them anew as an edit asks for.

Texts are compiled (`compiling`), pages are linked (`linking`) in as many processes as pay (`crew`), new files wait
beside the old ones (`stage`) and take their places together.
"""
