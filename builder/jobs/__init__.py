"""Jobs: what a build computes once and keeps."""
