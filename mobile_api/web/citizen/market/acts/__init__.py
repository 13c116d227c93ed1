"""An act of one who trades, as data: asked by a page, sent by its form, told once for all."""
