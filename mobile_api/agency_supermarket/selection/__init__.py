"""How an agency is selected (选取): the rules of each method, a record that a loser can read."""
