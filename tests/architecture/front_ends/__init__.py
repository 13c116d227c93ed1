"""Which page and which screen of the mini-program does what the API offers to people."""
