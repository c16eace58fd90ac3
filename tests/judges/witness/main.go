// A witness that is not ours (C2SP tlog-witness): golang.org/x/mod checks notes and trees, the standard library serves.
//
//	witness MODE LOG-VKEY NAME
//
// MODE: honest; lies (cosigns another root); forgets (always asks to begin from nothing); ahead (says it has seen more);
// mute (says yes and signs nothing). Prints its verifier key and its address on one line each.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type witness struct {
	mode, name string
	key        ed25519.PrivateKey
	log        note.Verifier
	turn       sync.Mutex
	seen       tlog.Tree
}

func (w *witness) public() []byte {
	return append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
}

func (w *witness) id() []byte {
	sum := sha256.Sum256(append([]byte(w.name+"\n"), w.public()...))
	return sum[:4]
}

func (w *witness) ServeHTTP(answer http.ResponseWriter, asked *http.Request) {
	w.turn.Lock()
	defer w.turn.Unlock()
	body, _ := io.ReadAll(asked.Body)
	if asked.Method != "POST" || asked.URL.Path != "/add-checkpoint" {
		answer.WriteHeader(404)
		return
	}
	head, signed, found := bytes.Cut(body, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !found || err != nil {
		answer.WriteHeader(400)
		return
	}
	opened, err := note.Open(signed, note.VerifierList(w.log))
	if err != nil {
		answer.WriteHeader(403)
		return
	}
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.SplitN(opened.Text, "\n", 2)[1]))
	if err != nil {
		answer.WriteHeader(400)
		return
	}
	w.judge(answer, old, lines[1:], tree, opened.Text)
}

func (w *witness) judge(answer http.ResponseWriter, old int64, lines []string, tree tlog.Tree, text string) {
	size := w.seen.N
	if w.mode == "ahead" {
		size = tree.N + 1000
	}
	if old > tree.N {
		answer.WriteHeader(400)
		return
	}
	if old != size {
		answer.Header().Set("Content-Type", "text/x.tlog.size")
		answer.WriteHeader(409)
		fmt.Fprintf(answer, "%d\n", size)
		return
	}
	if !grew(w.seen, tree, lines) {
		answer.WriteHeader(422)
		return
	}
	if w.mode != "forgets" {
		w.seen = tree
	}
	if w.mode != "mute" {
		fmt.Fprint(answer, w.line(text))
	}
}

func grew(old, tree tlog.Tree, lines []string) bool {
	if old.N == 0 {
		return len(lines) == 0
	}
	if old.N == tree.N {
		return old.Hash == tree.Hash && len(lines) == 0
	}
	proof := make(tlog.TreeProof, len(lines))
	for at, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || copy(proof[at][:], raw) != tlog.HashSize {
			return false
		}
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash) == nil
}

func (w *witness) line(text string) string {
	if w.mode == "lies" {
		text = strings.Replace(text, "\n", "\n1", 1)
	}
	now := uint64(time.Now().Unix())
	signature := ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, text)))
	value := binary.BigEndian.AppendUint64(w.id(), now)
	return "— " + w.name + " " + base64.StdEncoding.EncodeToString(append(value, signature...)) + "\n"
}

func main() {
	log, err := note.NewVerifier(os.Args[2])
	if err != nil {
		panic(err)
	}
	_, key, _ := ed25519.GenerateKey(rand.Reader)
	w := &witness{mode: os.Args[1], log: log, name: os.Args[3], key: key}
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s+%x+%s\n", w.name, w.id(), base64.StdEncoding.EncodeToString(w.public()))
	fmt.Printf("http://%s\n", door.Addr())
	panic(http.Serve(door, w))
}
