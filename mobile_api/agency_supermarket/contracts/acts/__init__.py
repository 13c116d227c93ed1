"""What the sides of a contract and the desk do: agree, serve, accept, change, end."""
