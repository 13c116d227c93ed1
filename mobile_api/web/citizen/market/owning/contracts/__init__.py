"""The pages of an owner's contracts: signed, followed and accepted, changed, rated."""
