"""`python -m courier_app.signer`: the log key in a process, and best under a Unix user, of its own."""

import os
from pathlib import Path

from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signer import Signer, read_state
from courier_app.evidence.signer_wire import SignerServer

NEEDED = ("SURAT_LOG_KEY_FILE", "SURAT_SIGNER_STATE", "SURAT_SIGNER_SOCKET")


def main() -> None:
    """Serves until it is ended. Knows no database and no network."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise SystemExit(f"Set these in the environment: {', '.join(missing)}")
    key_file, state, path = (Path(os.environ[name]) for name in NEEDED)
    try:
        signer = Signer(load_log_key(key_file), state)
        read_state(state, signer.key.origin)
    except UnsafeKeyFile as unsafe:
        raise SystemExit(str(unsafe)) from None
    with SignerServer(path, signer) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
