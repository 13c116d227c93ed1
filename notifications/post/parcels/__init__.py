"""Parcels, whoever carries them: ordered, tracked, told about; they know no case and no carrier.

`carriers` is the interface that `ems` and `kuaidi100` beside this room fulfil. What belongs to one
carrier's protocol (client, envelope, account, hook) stands in that carrier's room.
"""
