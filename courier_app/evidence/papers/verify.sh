#!/usr/bin/env bash
# Memeriksa tanda terima tanpa jaringan dan tanpa perangkat lunak kami: hanya bash, awk, coreutils dan OpenSSL 3.
# Checks a receipt without a network and without our software: bash, awk, coreutils and OpenSSL 3 alone.
#
#   ./verify.sh                     in the unpacked folder
#
# The two keys decide. Compare keys.policy and receipt-key.pem with those printed at the office's counter.
set -euo pipefail
cd "$(dirname "$0")"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

no() { echo "TIDAK SAH / NOT VALID: $1" >&2; exit 1; }
raw() { printf "$(printf %s "$1" | sed 's/../\\x&/g')"; } # hex to bytes
hex() { od -An -v -tx1 | tr -d ' \n'; }
h() { raw "$1" | openssl dgst -sha256 -binary | hex; }    # hash of hex, as hex
cbor() { # a number as CBOR, in hex
  if [ "$1" -lt 24 ]; then printf %02x "$1"
  elif [ "$1" -lt 256 ]; then printf 18%02x "$1"
  elif [ "$1" -lt 65536 ]; then printf 19%04x "$1"
  elif [ "$1" -lt 4294967296 ]; then printf 1a%08x "$1"
  else printf 1b%016x "$1"; fi
}
for file in receipt.txt leaf.json receipt.tlog-proof keys.policy receipt-key.pem; do
  [ -r "$file" ] || no "$file is missing"
done
number() { [[ $1 =~ ^(0|[1-9][0-9]{0,17})$ ]] || no "$2"; }
ed25519() { openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3" >/dev/null 2>&1; }

# 1. The receipt: Base45, then COSE_Sign1 of one fixed shape, then its signature.
s=$(cat receipt.txt)
[[ $s == POD1:* ]] || no "not a POD1 receipt"
printf '%s' "${s#POD1:}" | LC_ALL=C awk 'BEGIN{A="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"}
 {n=length($0); if(n%3==1) exit 1; for(i=1;i<=n;i+=3){k=(n-i>=2)?3:2; v=0; m=1
  for(j=0;j<k;j++){d=index(A,substr($0,i+j,1)); if(!d) exit 1; v+=(d-1)*m; m*=45}
  if(k==3){if(v>65535) exit 1; printf "%02x%02x",int(v/256),v%256}
  else{if(v>255) exit 1; printf "%02x",v}}}' >"$T/hex" || no "bad Base45"
c=$(cat "$T/hex")
[[ $c =~ ^d284581e(a301270448.{16}106f6170706c69636174696f6e2f637774)a058(..)(.*)$ ]] || no "not this profile"
head=${BASH_REMATCH[1]} length=$((16#${BASH_REMATCH[2]})) mark=58${BASH_REMATCH[2]} rest=${BASH_REMATCH[3]}
body=${rest:0:length*2} rest=${rest:length*2}
[[ $rest =~ ^5840([0-9a-f]{128})$ ]] || no "bad length"
raw "${BASH_REMATCH[1]}" >"$T/sig"
raw "846a5369676e617475726531581e${head}40${mark}${body}" >"$T/signed"
ed25519 receipt-key.pem "$T/signed" "$T/sig" || no "the receipt is not signed by this key"
echo "1. Tanda terima ditandatangani kantor / the office signed the receipt"

# 2. The receipt, the leaf and the proof speak of the same record: claim 4 is the leaf's mh, claim 5 its index.
index=$(sed -n 's/^index //p' receipt.tlog-proof | head -n 1)
number "$index" "no index"
leaf=$(cat leaf.json)
[[ $leaf =~ \"mh\":\"([0-9a-f]{64})\" ]] || no "the leaf names no record"
[[ $body == *"045820${BASH_REMATCH[1]}05$(cbor "$index")06"* ]] || no "the receipt speaks of another record"

# 3. The checkpoint is signed by the log.
awk 'p{print} /^$/{p=1}' receipt.tlog-proof >"$T/note"
awk '/^$/{exit} {print}' "$T/note" >"$T/text"
origin=$(sed -n 1p "$T/text") size=$(sed -n 2p "$T/text") root=$(sed -n 3p "$T/text" | base64 -d | hex)
[ "$(wc -l <"$T/text")" = 3 ] || no "a checkpoint has three lines"
number "$size" "no size"
vkey=$(sed -n 's/^log \([^ ]*\).*/\1/p' keys.policy)
[[ $vkey == "$origin+"* ]] || no "another log's checkpoint"
key=$(printf %s "${vkey#*+*+}" | base64 -d | hex)
[[ $key =~ ^01([0-9a-f]{64})$ ]] || no "not an Ed25519 key"
{ echo "-----BEGIN PUBLIC KEY-----"; raw "302a300506032b6570032100${BASH_REMATCH[1]}" | base64; echo "-----END PUBLIC KEY-----"; } >"$T/log.pem"
line=$(grep -F -- "— $origin " "$T/note" | head -n 1)
raw "$(printf %s "${line##* }" | base64 -d | hex | cut -c9-)" >"$T/sig"
ed25519 "$T/log.pem" "$T/text" "$T/sig" || no "the checkpoint is not signed by the log"
echo "2. Titik periksa log ditandatangani / the log signed its checkpoint of $size entries"

# 4. The leaf stands below the checkpoint's root (RFC 9162, 2.1.3.2).
[ "$(sed -n 1p receipt.tlog-proof)" = "c2sp.org/tlog-proof@v1" ] || no "not a proof file"
[ "$index" -lt "$size" ] || no "the leaf is outside the tree"
x=$(h "00$(printf %s "$leaf" | hex)") f=$index s=$((size - 1))
while read -r p; do
  [ "$s" -gt 0 ] || no "the proof is too long"
  p=$(printf %s "$p" | base64 -d | hex)
  [ ${#p} = 64 ] || no "a hash has 32 bytes"
  if [ $((f & 1)) = 1 ] || [ "$f" = "$s" ]; then
    x=$(h "01$p$x")
    while [ "$f" != 0 ] && [ $((f & 1)) = 0 ]; do f=$((f >> 1)) s=$((s >> 1)); done
  else x=$(h "01$x$p"); fi
  f=$((f >> 1)) s=$((s >> 1))
done < <(awk '/^$/{exit} NR>2{print}' receipt.tlog-proof)
{ [ "$s" = 0 ] && [ "$x" = "$root" ]; } || no "the leaf is not in the log"
echo "3. Catatan nomor $index ada di dalam log / entry $index is in the log"
echo "SAH / VALID"
