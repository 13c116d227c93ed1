"""EMS as a carrier: its protocol, from the sealed envelope to orders, labels and pushes."""
