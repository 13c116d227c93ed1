"""EMS as a capability: parcels ordered, tracked and told about; it knows no case."""
