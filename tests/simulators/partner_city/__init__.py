"""Another city of the handoff (跨省通办): sends and takes as `docs/partner/` tells, and misbehaves."""
