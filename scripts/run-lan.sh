#!/usr/bin/env bash
# Serves phones on the same Wi-Fi over HTTPS: cameras, keys and offline work exist only there.
# LAN_ADDRESS and PORT choose another address and port.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/environment.sh
port=${PORT:-8443}
tls=$SURAT_DATA_DIR/lan
address=$(.venv/bin/python -m scripts.lan_address "$tls")
.venv/bin/python -m scripts.free_port "$address:$port"
trust_port=$((10#$port + 1))
.venv/bin/python -m scripts.free_port "$address:$trust_port"
export SURAT_BIND=$address:$port
export SURAT_PUBLIC_URL=https://$address:$port
export SURAT_TLS_CERT=$tls/server.crt SURAT_TLS_KEY=$tls/server.key
prepare

.venv/bin/python -m scripts.lan_address --qr "$SURAT_PUBLIC_URL/"
cat <<E2

  Phones on this Wi-Fi:   $SURAT_PUBLIC_URL/   (or the code above)
  The phone will warn: this certificate is known to nobody. "Advanced", then "proceed", is enough to try scanning and signing.
  For offline work too, let the phone trust this trial once: open http://$address:$trust_port/ on it and install
  the certificate (Android: Settings, Security, Install a certificate, CA). It counts for local addresses only
  and for 90 days; remove it after the trial.
  No answer on the phone? This computer's firewall must let in ports $port and $trust_port.

E2

.venv/bin/python -m scripts.lan_trust "$address" "$trust_port" "$tls/ca.crt" &
trust=$!
trap 'kill "$trust" 2>/dev/null || true' EXIT
.venv/bin/gunicorn wsgi:app
