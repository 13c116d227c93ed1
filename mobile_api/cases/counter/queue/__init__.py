"""待办: the cases that wait for somebody of the staff, and who works on which."""
