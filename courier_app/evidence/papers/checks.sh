no() { echo "TIDAK SAH / NOT VALID: $1" >&2; exit 1; }
raw() { printf "$(printf %s "$1" | sed 's/../\\x&/g')"; } # hex to bytes
hex() { od -An -v -tx1 | tr -d ' \n'; }
h() { raw "$1" | openssl dgst -sha256 -binary | hex; }    # hash of hex, as hex
sha() { openssl dgst -sha256 -binary <"$1" | hex; }       # hash of a file, as hex
number() { [[ $1 =~ ^(0|[1-9][0-9]{0,17})$ ]] || no "$2"; } # before any arithmetic: $(( )) would run what is in it
there() { for file in "$@"; do [ -f "$file" ] && [ -r "$file" ] || no "$file is missing"; done; }
b64() { # Base64 to hex, one way of writing only
  local out
  out=$(printf %s "$1" | base64 -d 2>/dev/null | hex) || no "bad Base64"
  [ "$(raw "$out" | base64 -w0)" = "$1" ] || no "bad Base64"
  printf %s "$out"
}
cbor() { # a number as CBOR, in hex
  if [ "$1" -lt 24 ]; then printf %02x "$1"
  elif [ "$1" -lt 256 ]; then printf 18%02x "$1"
  elif [ "$1" -lt 65536 ]; then printf 19%04x "$1"
  elif [ "$1" -lt 4294967296 ]; then printf 1a%08x "$1"
  else printf 1b%016x "$1"; fi
}
pem() { echo "-----BEGIN PUBLIC KEY-----"; raw "$1" | base64; echo "-----END PUBLIC KEY-----"; } # DER in hex
ed25519() { openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3" >/dev/null 2>&1; }

# A receipt: Base45, then COSE_Sign1 of one fixed shape, then its signature. Leaves the claims in $body.
receipt() {
  local s c head length mark rest
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
}

# The receipt speaks of the record $1 (hash in hex) at place $2: claim 4 and claim 5.
receipt_says() { [[ $body == *"045820${1}05$(cbor "$2")06"* ]] || no "the receipt speaks of another record"; }

# The checkpoint in the proof file $1 is signed by the log of keys.policy. Leaves $origin, $size and $root.
checkpoint() {
  local vkey id key line signed=
  awk 'p{print} /^$/{p=1}' "$1" >"$T/note"
  awk '/^$/{exit} {print}' "$T/note" >"$T/text"
  origin=$(sed -n 1p "$T/text") size=$(sed -n 2p "$T/text")
  [ "$(wc -l <"$T/text")" = 3 ] || no "a checkpoint has three lines"
  root=$(b64 "$(sed -n 3p "$T/text")")
  [ ${#root} = 64 ] || no "a root has 32 bytes"
  number "$size" "no size"
  vkey=$(sed -n 's/^log \([^ ]*\).*/\1/p' keys.policy)
  [[ $vkey == "$origin+"* ]] || no "another log's checkpoint"
  id=${vkey#*+} id=${id%%+*}
  key=$(b64 "${vkey#*+*+}")
  [[ $key =~ ^01([0-9a-f]{64})$ ]] || no "not an Ed25519 key"
  pem "302a300506032b6570032100${BASH_REMATCH[1]}" >"$T/log.pem"
  while IFS= read -r line; do
    [[ $line == "— $origin "* ]] || continue # other names are witnesses
    line=$(b64 "${line##* }")
    [ "${line:0:8}" = "$id" ] || continue
    raw "${line:8}" >"$T/sig"
    ed25519 "$T/log.pem" "$T/text" "$T/sig" || no "the checkpoint is not signed by the log"
    signed=yes
  done < <(awk 'p{print} /^$/{p=1}' "$T/note")
  [ "$signed" ] || no "the checkpoint is not signed by the log"
}

# The leaf in file $1 stands below $root, as proof file $2 has it (RFC 9162, 2.1.3.2). Leaves $index.
included() {
  local x f s p
  [ "$(sed -n 1p "$2")" = "c2sp.org/tlog-proof@v1" ] || no "not a proof file"
  index=$(sed -n '2s/^index //p' "$2")
  number "$index" "no index"
  [ "$index" -lt "$size" ] || no "the leaf is outside the tree"
  x=$(h "00$(hex <"$1")") f=$index s=$((size - 1))
  while IFS= read -r p; do
    [ "$s" -gt 0 ] || no "the proof is too long"
    p=$(b64 "$p")
    [ ${#p} = 64 ] || no "a hash has 32 bytes"
    if [ $((f & 1)) = 1 ] || [ "$f" = "$s" ]; then
      x=$(h "01$p$x")
      while [ "$f" != 0 ] && [ $((f & 1)) = 0 ]; do f=$((f >> 1)) s=$((s >> 1)); done
    else x=$(h "01$x$p"); fi
    f=$((f >> 1)) s=$((s >> 1))
  done < <(awk '/^$/{exit} NR>2{print}' "$2")
  { [ "$s" = 0 ] && [ "$x" = "$root" ]; } || no "the leaf is not in the log"
}
