"""Parcels, whoever carries them: ordered, tracked, told about; they know no case and no carrier.

`carriers` is the interface that `notifications.ems` and `notifications.kuaidi100` fulfil. What
belongs to one carrier's protocol (client, envelope, account, hook) stands in that carrier's room.
"""
