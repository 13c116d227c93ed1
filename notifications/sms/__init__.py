"""Short messages (短信): one provider behind one protocol, its limits and its delivery reports."""
