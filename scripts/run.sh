#!/usr/bin/env bash
# Serves on this computer the way production does.  PORT=9000 scripts/run.sh  takes another port.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
export SURAT_BIND=${SURAT_BIND:-127.0.0.1:${PORT:-8000}}
# In production nobody guesses the address that stands on labels.
if [ "$SURAT_ENVIRONMENT" != production ]; then
  export SURAT_PUBLIC_URL=${SURAT_PUBLIC_URL:-http://localhost:${SURAT_BIND##*:}}
fi
.venv/bin/python -m scripts.free_port "$SURAT_BIND"
prepare
exec .venv/bin/gunicorn wsgi:app
