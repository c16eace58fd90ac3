"""The outside world of evidence: pictures, the media store, the vault, signatures."""
