"""What an owner's pages ask and do: own needs with everything that waits in them, own contracts."""
