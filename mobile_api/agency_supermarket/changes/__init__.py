"""Changes (需求变更) of a published need: public, dated, reasoned, told to those who bid."""
