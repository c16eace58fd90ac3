#!/usr/bin/env bash
# Memeriksa berita acara penghapusan tanpa jaringan: hanya bash, awk, coreutils dan OpenSSL 3.
# Checks the certificate of an erasure without a network: bash, awk, coreutils and OpenSSL 3 alone.
#
#   ./verify.sh                     in the unpacked folder
#
# The key decides. Compare keys.policy with the one printed at the office's counter.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

#CHECKS

there record.json leaf.json leaf.tlog-proof keys.policy

checkpoint leaf.tlog-proof
echo "1. Titik periksa log ditandatangani / the log signed its checkpoint of $size entries"

included leaf.json leaf.tlog-proof
echo "2. Catatan nomor $index ada di dalam log / entry $index is in the log"

leaf=$(cat leaf.json)
[[ $leaf =~ ^\{\"mh\":\"([0-9a-f]{64})\".*\"t\":\"erase\" ]] || no "the leaf speaks of no erasure"
[ "$(sha record.json)" = "${BASH_REMATCH[1]}" ] || no "record.json is not what was logged"
echo "3. Catatan penghapusan adalah yang dicatat / the record of the erasure is the one that was logged"
cat record.json
echo
echo "SAH / VALID"
