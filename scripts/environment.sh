# Sourced by run.sh and run-lan.sh: what the server needs to know, and its secrets.
export SURAT_DATA_DIR=${SURAT_DATA_DIR:-$PWD/data}
export SURAT_ENVIRONMENT=${SURAT_ENVIRONMENT:-development}
umask 077

# The database is made, migrated and filled before any worker starts: two that race for it would fail.
prepare() {
  .venv/bin/python -m courier_app.cli prepare
  local name value
  while IFS='=' read -r name value; do
    [ -n "${!name:-}" ] || export "$name=$value"
  done <"$SURAT_DATA_DIR/secrets/env"
}
