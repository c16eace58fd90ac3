"""Use cases, one verb each: (session, ports, command) -> value; never commit, never see HTTP."""
