"""原件交接登记: who held which paper originals when, in both cities, entry after entry."""
