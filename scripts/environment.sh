# Sourced by run.sh, run-lan.sh and seed.sh: what the server needs to know, and its secrets.
export SURAT_DATA_DIR=${SURAT_DATA_DIR:-$PWD/data}
export SURAT_ENVIRONMENT=${SURAT_ENVIRONMENT:-development}
umask 077

# The database is made, migrated and filled before any worker starts: two that race for it would fail.
prepare() {
  .venv/bin/python -m courier_app.cli prepare
  set -a
  . "$SURAT_DATA_DIR/secrets/env"
  set +a
}
