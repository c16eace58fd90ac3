#!/usr/bin/env bash
# Memeriksa tanda terima tanpa jaringan dan tanpa perangkat lunak kami: hanya bash, awk, coreutils dan OpenSSL 3.
# Checks a receipt without a network and without our software: bash, awk, coreutils and OpenSSL 3 alone.
#
#   ./verify.sh                     in the unpacked folder
#
# The two keys decide. Compare keys.policy and receipt-key.pem with those printed at the office's counter.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

#CHECKS

there receipt.txt leaf.json receipt.tlog-proof keys.policy receipt-key.pem

receipt
echo "1. Tanda terima ditandatangani kantor / the office signed the receipt"

checkpoint receipt.tlog-proof
echo "2. Titik periksa log ditandatangani / the log signed its checkpoint of $size entries"

included leaf.json receipt.tlog-proof
leaf=$(cat leaf.json)
[[ $leaf =~ \"mh\":\"([0-9a-f]{64})\" ]] || no "the leaf names no record"
receipt_says "${BASH_REMATCH[1]}" "$index"
echo "3. Catatan nomor $index ada di dalam log / entry $index is in the log"
echo "SAH / VALID"
