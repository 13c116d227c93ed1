"""The pages of public trading: projects, notices, weeks, complaints. No script needed."""
