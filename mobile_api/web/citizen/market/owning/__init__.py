"""The pages of who needs an agency: own needs from the draft to the choice, own contracts."""
