INK = "#0b5c8a"
