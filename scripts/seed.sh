#!/usr/bin/env bash
# Makes the demo town in SURAT_DATA_DIR (./data): only where there is nobody yet.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
export SURAT_PUBLIC_URL=${SURAT_PUBLIC_URL:-http://localhost:8000}
exec .venv/bin/python -m courier_app.cli seed
