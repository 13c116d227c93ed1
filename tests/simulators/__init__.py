"""Stand-ins for WeChat and EMS that speak the real protocols over a real socket.

They share no code with the product on purpose: a mistake in the product's signatures, ciphers or
parsing must show here instead of cancelling itself out.
"""
