#!/usr/bin/env bash
# Memeriksa berkas bukti tanpa jaringan dan tanpa perangkat lunak kami: hanya bash, awk, sed, coreutils dan OpenSSL 3.
# Checks an evidence bundle without a network and without our software: bash, awk, sed, coreutils and OpenSSL 3 alone.
#
#   bash verify.sh                  in the unpacked folder
#
# Keys decide. Compare keys.policy, receipt-key.pem and server-key.json with those printed at the office's counter.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

#CHECKS

der() { # a number of a signature, in hex, as DER
  local v=$1
  while [ ${#v} -gt 2 ] && [[ $v == 00* ]]; do v=${v:2}; done
  [[ $v == [89a-f]* ]] && v=00$v
  printf '02%02x%s' $((${#v} / 2)) "$v"
}
b64u() { # base64url to hex, one way of writing only
  local text=$1
  [[ $text =~ ^[A-Za-z0-9_-]+$ ]] || no "bad base64url"
  text=$(printf %s "$text" | tr '_-' '/+')
  while [ $((${#text} % 4)) != 0 ]; do text=$text=; done
  b64 "$text"
}
jwk() { # the key in file $1 as PEM in $2; leaves its thumbprint in $thumbprint and its canonical text in $canonical
  local all x y
  all=$(cat "$1")
  [[ $all =~ \"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"([A-Za-z0-9_-]{43})\",\"y\":\"([A-Za-z0-9_-]{43})\" ]] || no "$1 holds no key"
  canonical="{${BASH_REMATCH[0]}}"
  x=$(b64u "${BASH_REMATCH[1]}") y=$(b64u "${BASH_REMATCH[2]}")
  pem "3059301306072a8648ce3d020106082a8648ce3d03010703420004$x$y" >"$2"
  thumbprint=$(printf %s "$canonical" | openssl dgst -sha256 -binary | base64 -w0 | tr '/+' '_-' | tr -d =)
}
jws() { # the record in file $1 is signed by the key in PEM $2 with id $3 and says it is a $4; payload to $T/payload
  local text header payload signature r s
  text=$(cat "$1")
  [ "$(wc -c <"$1")" = ${#text} ] || no "$1 is not a compact JWS"
  [[ $text =~ ^([^.]+)\.([^.]+)\.([^.]+)$ ]] || no "$1 is not a compact JWS"
  header=${BASH_REMATCH[1]} payload=${BASH_REMATCH[2]} signature=${BASH_REMATCH[3]}
  [ "$(raw "$(b64u "$header")")" = "{\"alg\":\"ES256\",\"kid\":\"$3\",\"typ\":\"$4\"}" ] || no "$1 has another header"
  payload=$(b64u "$payload")
  raw "$payload" >"$T/payload"
  signature=$(b64u "$signature")
  [ ${#signature} = 128 ] || no "the signature of $1 has another length"
  r=$(der "${signature:0:64}") s=$(der "${signature:64}")
  raw "30$(printf %02x $(((${#r} + ${#s}) / 2)))$r$s" >"$T/sig"
  printf %s "${text%.*}" | openssl dgst -sha256 -verify "$2" -signature "$T/sig" >/dev/null 2>&1 || no "$1 is not signed by this key"
}
record() { # folder $1 holds a record of the server, its leaf of kind $2 and the proof that the log holds it
  local said
  there "$1/record.json" "$1/leaf.json" "$1/leaf.tlog-proof"
  checkpoint "$1/leaf.tlog-proof"
  included "$1/leaf.json" "$1/leaf.tlog-proof"
  said=$(cat "$1/leaf.json")
  [[ $said == *"\"mh\":\"$(sha "$1/record.json")\""* && $said == *"\"t\":\"$2\""* ]] || no "$1 is not what the log holds"
}

# 0. Nothing was damaged on the way. Anybody can write sums anew: they find accidents; the signatures below find intent.
there SHA256SUMS leaf.json leaf.tlog-proof checkpoint keys.policy acknowledgement.jws server-key.json policy.json
sha256sum --check --strict --quiet SHA256SUMS >/dev/null 2>&1 || no "a file was damaged on the way"

# 1. The courier's record: signed by the phone's key, or marked as unsigned.
leaf=$(cat leaf.json)
if [ -f proof.jws ]; then
  there device-key.json
  jwk device-key.json "$T/device.pem"
  device=$canonical
  jws proof.jws "$T/device.pem" "$thumbprint" pod+jws
  mv "$T/payload" "$T/manifest"
  jh=$(sha proof.jws) expected="\"jh\":\"$jh\","
  echo "1. Ditandatangani kunci ponsel kurir / signed by the key of the courier's phone"
else
  there proof.json
  cp proof.json "$T/manifest"
  expected=
  echo "1. TIDAK ditandatangani: ponselnya tidak dapat menyimpan kunci / NOT signed: the phone could keep no key"
fi
mh=$(sha "$T/manifest")

# 2. Photos and signatures are those that the record lists, none more and none less.
manifest=$(cat "$T/manifest")
[[ $manifest =~ \"media\":\[([^]]*)\] ]] || no "the record lists no files"
printf %s "${BASH_REMATCH[1]}" | awk -v RS='"sha256":"' 'NR>1{print substr($0,1,64)}' >"$T/listed"
position=0
while IFS= read -r listed; do
  position=$((position + 1))
  file=$(printf '%s\n' media/"$position"-*)
  [ -f "$file" ] || no "file $position of the record is missing"
  [ "$(sha "$file")" = "$listed" ] || no "$file is not what the courier recorded"
done <"$T/listed"
[ "$(find media -type f 2>/dev/null | wc -l)" = "$position" ] || no "media holds a file that the record does not list"
echo "2. $position foto dan tanda tangan cocok / $position files are those that were recorded"

# 3. The entry in the log is about this record and its signature, and the log holds it.
[[ $leaf =~ \"ts\":([0-9]+) ]] || no "the leaf tells no time"
exact="{$expected\"mh\":\"$mh\",\"t\":\"proof\",\"ts\":${BASH_REMATCH[1]},\"v\":1}"
[ "$(hex <leaf.json)" = "$(printf %s "$exact" | hex)" ] || no "the leaf is about another record"
checkpoint leaf.tlog-proof
cmp -s checkpoint "$T/note" || no "the checkpoint is not the one of the proof"
included leaf.json leaf.tlog-proof
echo "3. Catatan nomor $index ada di dalam log yang ditandatangani, $size catatan / entry $index is in the signed log of $size"
here=$index

# 4. The office's own answer to the phone.
jwk server-key.json "$T/server.pem"
jws acknowledgement.jws "$T/server.pem" "$thumbprint" pod-ack+jws
said=$(cat "$T/payload")
[[ $said == *"\"mh\":\"$mh\","* && $said == *"\"index\":$here,"* ]] || no "the acknowledgement is about another record"
[ ! -f proof.jws ] || [[ $said == *"\"jh\":\"$jh\","* ]] || no "the acknowledgement is about another signature"
echo "4. Jawaban server asli dan cocok / the server's answer is genuine and fits"

# 5. The phone's key: since when the log knows it, and since when it was withdrawn.
if [ -d enrolment ]; then
  record enrolment key-enrol
  [[ $(cat enrolment/record.json) == *"\"jwk\":$device"* ]] || no "another key was enrolled"
  echo "5. Kunci ponsel tercatat di log nomor $index / the phone's key is entry $index of the log"
elif [ -f proof.jws ]; then
  echo "5. Pendaftaran kunci ponsel tidak ada di log / the log holds no enrolment of the phone's key"
fi
if [ -d revocation ]; then
  record revocation key-revoke
  [[ $(cat enrolment/record.json) =~ \"device\":\"[0-9a-f-]{36}\" ]] || no "the enrolment names no phone"
  [[ $(cat revocation/record.json) == *"${BASH_REMATCH[0]}"* ]] || no "another phone was revoked"
  echo "   dicabut, log nomor $index / withdrawn, entry $index"
fi

# 6. The receipt that the citizen can have.
if [ -f receipt.txt ]; then
  there receipt-key.pem
  receipt
  receipt_says "$mh" "$here"
  echo "6. Tanda terima warga asli dan cocok / the citizen's receipt is genuine and fits"
fi
echo "SAH / VALID"
