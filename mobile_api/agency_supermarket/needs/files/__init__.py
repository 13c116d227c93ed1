"""Files of a need (采购文件): given with the draft, public with the need."""
