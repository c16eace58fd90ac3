#!/usr/bin/env bash
# Memeriksa berkas bukti tanpa jaringan dan tanpa perangkat lunak kami: hanya bash, awk, sed, coreutils, findutils, diffutils, OpenSSL 3.
# Checks an evidence bundle without a network and without our software: bash, awk, sed, coreutils, findutils, diffutils and OpenSSL 3 alone.
#
#   bash verify.sh                  in the unpacked folder
#
# Keys decide. Compare keys.policy, receipt-key.pem, server-key.json and stamp/roots.pem with those printed at the office's counter.
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
cosigned() { # who of the witnesses in keys.policy has signed the checkpoint in $T/note, and whether they are enough
  local word name value rest known=0 seen=0 quorum='' keys=' ' all=' ' met=' '
  while read -r word name value rest || [ "$word" ]; do
    [ "$word" ] && [ "$word" != log ] || continue
    [ -z "$quorum" ] || no "keys.policy goes on after its quorum"
    [ "$name" ] || no "keys.policy has a line without a name"
    case $word in
      witness) witness ;;
      group) group ;;
      quorum) quorum=$name ;;
      *) no "keys.policy has a line that nobody knows" ;;
    esac
  done < <(sed 's/#.*//' keys.policy)
  [ "$quorum" = none ] || [[ $all == *" $quorum "* && $quorum ]] || no "keys.policy asks for no quorum that it knows"
  if [ "$known" = 0 ]; then
    echo "   Tanpa saksi: hanya kantor sendiri yang menandatangani / no witness: the office alone has signed this checkpoint"
    return
  elif [ "$seen" = 0 ]; then
    echo "   BELUM disaksikan oleh satu pun dari $known saksi / NOT YET witnessed by any of $known witnesses"
  else
    echo "   $seen dari $known saksi / $seen of $known witnesses"
  fi
  if [ "$quorum" = none ]; then
    echo "   keys.policy tidak menentukan jumlah saksi / keys.policy asks for no quorum"
  elif [[ $met == *" $quorum "* ]]; then
    echo "   Syarat saksi di keys.policy terpenuhi / the quorum of keys.policy is met"
  else
    echo "   Syarat saksi di keys.policy BELUM terpenuhi / the quorum of keys.policy is NOT met"
  fi
}
new_name() { # of a witness or a group, each once
  [ "$name" != none ] && [[ $all != *" $name "* ]] || no "keys.policy says $name twice"
  all="$all$name "
}
witness() { # a line of keys.policy; a bad signature of a known key condemns the checkpoint
  local host=${value%%+*} id=${value#*+} key found='' line cosignature time
  id=${id%%+*}
  new_name
  key=$(b64 "${value#*+*+}")
  [[ $key =~ ^04([0-9a-f]{64})$ ]] || no "the key of witness $name is not one for cosignatures"
  [[ $keys != *" $key "* ]] || no "witness $name has the key of another one"
  keys="$keys$key " known=$((known + 1))
  pem "302a300506032b6570032100${key:2}" >"$T/witness.pem"
  { printf '%s\n' "$host"; raw "$key"; } >"$T/named"
  [ "$(sha "$T/named" | cut -c 1-8)" = "$id" ] || no "the key of witness $name has another id"
  while IFS= read -r line; do
    [[ $line == "— $host "* ]] || continue
    cosignature=$(b64 "${line##* }")
    [ "${cosignature:0:8}" = "$id" ] || continue
    [[ ${cosignature:8} =~ ^(0000000[0-9a-f]{9})([0-9a-f]{128})$ ]] || no "the line of witness $name is no cosignature"
    raw "${BASH_REMATCH[2]}" >"$T/sig"
    time=$((16#${BASH_REMATCH[1]}))
    [ "$time" -gt 0 ] || no "witness $name tells no time"
    { printf 'cosignature/v1\ntime %d\n' "$time"; cat "$T/text"; } >"$T/signed"
    ed25519 "$T/witness.pem" "$T/signed" "$T/sig" || no "the checkpoint is not signed by witness $name"
    found=yes
    echo "   Disaksikan / witnessed: $name, $(date -u -d "@$time" '+%Y-%m-%d %H:%M:%S') UTC"
  done < <(awk 'p{print} /^$/{p=1}' "$T/note")
  [ -z "$found" ] || seen=$((seen + 1)) met="$met$name "
}
group() { # a line of keys.policy: so many of its members
  local one members of=' ' there=0 least=$value
  read -ra members <<<"$rest"
  [ "$rest" ] || no "group $name has no members"
  for one in "${members[@]}"; do
    [[ $all == *" $one "* && $of != *" $one "* ]] || no "group $name has $one twice, or before it is told"
    [[ $met != *" $one "* ]] || there=$((there + 1))
    of="$of$one "
  done
  [ "$least" != any ] || least=1
  [ "$least" != all ] || least=${#members[@]}
  number "$least" "group $name asks for no number"
  [ "$least" -ge 1 ] && [ "$least" -le ${#members[@]} ] || no "group $name asks for more than it has"
  new_name
  [ "$there" -lt "$least" ] || met="$met$name "
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

# 2b. What the recipient signed on a phone of their own, if the courier's record names it: by its hash, or by its id when
# the courier's phone had not seen it yet.
named=
if [[ $manifest =~ \"own_phone\":\{([^{}]*)\} ]]; then
  named=${BASH_REMATCH[1]}
  [[ $named =~ \"id\":\"([0-9a-f-]{36})\" ]] || no "the record names no signing"
  signing=${BASH_REMATCH[1]} seen=
  [[ ! $named =~ \"mh\":\"([0-9a-f]{64})\" ]] || seen=${BASH_REMATCH[1]}
  if [ -d own-phone ]; then
    record own-phone own-phone
    [ -z "$seen" ] || [ "$(sha own-phone/record.json)" = "$seen" ] || no "the recipient signed something else"
    [[ $(cat own-phone/record.json) =~ \"id\":\ ?\"$signing\" ]] || no "the recipient's record is another signing's"
    echo "   Tanda tangan di ponsel penerima cocok, log nomor $index / signed on the recipient's phone, entry $index"
  elif [ -n "$seen" ]; then
    no "the recipient's own record is missing"
  else
    echo "   Tanda tangan di ponsel penerima disebut, tidak ada di sini / the recipient's signature is named, not here"
  fi
fi
[ -n "$named" ] || [ ! -e own-phone ] || no "own-phone holds what the record does not name"

# 3. The entry in the log is about this record and its signature, and the log holds it.
[[ $leaf =~ \"ts\":([0-9]+) ]] || no "the leaf tells no time"
exact="{$expected\"mh\":\"$mh\",\"t\":\"proof\",\"ts\":${BASH_REMATCH[1]},\"v\":1}"
[ "$(hex <leaf.json)" = "$(printf %s "$exact" | hex)" ] || no "the leaf is about another record"
checkpoint leaf.tlog-proof
cmp -s checkpoint "$T/note" || no "the checkpoint is not the one of the proof"
included leaf.json leaf.tlog-proof
echo "3. Catatan nomor $index ada di dalam log yang ditandatangani, $size catatan / entry $index is in the signed log of $size"
cosigned
here=$index

# 4. The office's own answer to the phone.
jwk server-key.json "$T/server.pem"
jws acknowledgement.jws "$T/server.pem" "$thumbprint" pod-ack+jws
said=$(cat "$T/payload")
[[ $said == *"\"mh\":\"$mh\","* && $said == *"\"index\":$here,"* ]] || no "the acknowledgement is about another record"
[ ! -f proof.jws ] || [[ $said == *"\"jh\":\"$jh\","* ]] || no "the acknowledgement is about another signature"
echo "4. Jawaban server asli dan cocok / the server's answer is genuine and fits"

kept=
[[ $said != *'"verdict":"kept_for_review"'* ]] || kept=yes
# 4b. What people decided about it since: a verdict on a proof that the rules had kept, and a void by two officers.
[[ $manifest =~ \"proof\":\"([0-9a-f-]{36})\" ]] || no "the record has no number"
about="\"proof\":\"${BASH_REMATCH[1]}\",\"proof_leaf\":$here,"
upheld=
if [ -d verdict ]; then
  record verdict verdict
  [[ $(cat verdict/record.json) == *"$about"* ]] || no "the verdict is about another record"
  [ "$kept" ] || no "a verdict on a record that the rules accepted"
  if [[ $(cat verdict/record.json) == *'"decision":"accepted"'* ]]; then
    upheld=yes
    echo "   Diterima setelah diperiksa petugas, log nomor $index / accepted after a look by staff, entry $index"
  else
    echo "   DITOLAK setelah diperiksa petugas, log nomor $index / REJECTED after a look by staff, entry $index"
  fi
elif [ "$kept" ]; then
  echo "   DITAHAN aturan untuk diperiksa; putusannya tidak ada di sini / KEPT by the rules for a look; no verdict is here"
fi
if [ -d void ]; then
  record void void
  [[ $(cat void/record.json) == *"$about"* && $(cat void/leaf.json) == *"\"ref\":$here,"* ]] || no "another record was voided"
  echo "   DIBATALKAN dua petugas, log nomor $index / VOIDED by two officers, entry $index"
fi
[ ! -f receipt.txt ] || [ -z "$kept" ] || [ "$upheld" ] || no "a receipt for a record that nobody accepted"

# 4c. The rules that it followed: a region's are in the log, with their hash; the national ones come with the software.
[[ $manifest =~ \"id\":\"([a-z0-9-]{1,32})\",\"version\":([0-9]{1,10})[,}] ]] || no "the record names no rules"
rules="\"id\":\"${BASH_REMATCH[1]}\",\"version\":${BASH_REMATCH[2]}" name="${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
[[ $(cat policy.json) == "{$rules,\"issued\":"* ]] || no "policy.json holds other rules"
if [ -d rules ]; then
  record rules rules
  there rules/policy.json
  [[ $(cat rules/record.json) == *"\"$name\":\"$(sha rules/policy.json)\""* ]] || no "these are not the rules that were published"
  [ "$(cat policy.json)" = "{$rules,\"issued\":$(cat rules/policy.json)}" ] || no "policy.json is not what was published"
  echo "   Aturannya diterbitkan di log nomor $index / its rules were published as entry $index"
else
  echo "   Aturan nasional: tidak ada di log, policy.json tidak ditandatangani / national rules: not in the log, policy.json is not signed"
fi

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
# 7. An outside authority's clock: the record was in the log by then.
if [ -d stamp ]; then
  there stamp/leaf.tlog-proof stamp/checkpoint.txt stamp/checkpoint.tsr stamp/roots.pem
  checkpoint stamp/leaf.tlog-proof
  cmp -s stamp/checkpoint.txt "$T/text" || no "another checkpoint was stamped"
  included leaf.json stamp/leaf.tlog-proof
  [ "$index" = "$here" ] || no "another record was stamped"
  openssl ts -verify -data stamp/checkpoint.txt -in stamp/checkpoint.tsr -CAfile stamp/roots.pem >/dev/null 2>&1 ||
    no "the time stamp is not good"
  when=$(openssl ts -reply -in stamp/checkpoint.tsr -text 2>/dev/null | sed -n 's/^Time stamp: //p')
  echo "7. Sudah ada di log pada / was in the log by: $when"
fi
echo "SAH / VALID"
