"""Records of agencies: counted when a contract ends or a rating is judged; lists sort by them."""
