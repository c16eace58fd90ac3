// Judges our log with code that is not ours: golang.org/x/mod/sumdb, which keeps Go's own checksum database honest.
//
// Reads checkpoint, tiles and entry bundles from a folder laid out as C2SP tlog-tiles says, and says no by its exit status.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type folder struct{ root string }

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles finds a tile where C2SP has it: as Go does, without the height, and data under entries.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for at, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, err := os.ReadFile(filepath.Join(f.root, path))
		if err != nil {
			return nil, err
		}
		found[at] = content
	}
	return found, nil
}

func main() {
	root, vkey := os.Args[1], os.Args[2]
	seed, err := strconv.ParseInt(os.Args[3], 10, 64)
	refuse(err)
	tree := opened(root, vkey)
	reader := tlog.TileHashReader(tree, folder{root})
	rehashed(root, tree, reader)
	dice := rand.New(rand.NewSource(seed))
	proofs := inclusions(tree, reader, dice) + consistencies(tree, reader, dice)
	fmt.Printf("{\"size\": %d, \"proofs\": %d}\n", tree.N, proofs)
}

// opened is the tree that a good signature of the key stands for.
func opened(root, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	refuse(err)
	content, err := os.ReadFile(filepath.Join(root, "checkpoint"))
	refuse(err)
	signed, err := note.Open(content, note.VerifierList(verifier))
	refuse(err)
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		refuse(fmt.Errorf("another log's checkpoint"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	refuse(err)
	raw, err := base64.StdEncoding.DecodeString(lines[2])
	refuse(err)
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], raw) != tlog.HashSize {
		refuse(fmt.Errorf("a root has 32 bytes"))
	}
	return tree
}

// rehashed hashes every entry of every bundle and compares it with the leaf that the signed root vouches for.
func rehashed(root string, tree tlog.Tree, reader tlog.HashReader) {
	var index int64
	for number := int64(0); index < tree.N; number++ {
		width := int64(256)
		if tree.N-index < width {
			width = tree.N - index
		}
		tile := tlog.Tile{H: height, L: -1, N: number, W: int(width)}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		content, err := os.ReadFile(filepath.Join(root, path))
		refuse(err)
		stored := make([]int64, width)
		for at := range stored {
			stored[at] = tlog.StoredHashIndex(0, index+int64(at))
		}
		hashes, err := reader.ReadHashes(stored)
		refuse(err)
		for _, hash := range hashes {
			length := binary.BigEndian.Uint16(content)
			if tlog.RecordHash(content[2:2+length]) != hash {
				refuse(fmt.Errorf("entry %d is not what was logged", index))
			}
			content, index = content[2+length:], index+1
		}
		if len(content) != 0 {
			refuse(fmt.Errorf("bundle %d has more than its entries", number))
		}
	}
	all, err := tlog.TreeHash(tree.N, reader)
	refuse(err)
	if all != tree.Hash {
		refuse(fmt.Errorf("the tiles are another tree's"))
	}
}

// inclusions proves sampled leaves, and that no proof with a flipped bit passes.
func inclusions(tree tlog.Tree, reader tlog.HashReader, dice *rand.Rand) int {
	for round := 0; round < 200; round++ {
		index := dice.Int63n(tree.N)
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		refuse(err)
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		refuse(err)
		refuse(tlog.CheckRecord(proof, tree.N, tree.Hash, index, hashes[0]))
		spoilt(proof, round, dice, func() error {
			return tlog.CheckRecord(proof, tree.N, tree.Hash, index, hashes[0])
		})
	}
	return 200
}

// consistencies proves growth from sampled smaller trees, and that no proof with a flipped bit passes.
func consistencies(tree tlog.Tree, reader tlog.HashReader, dice *rand.Rand) int {
	for round := 0; round < 100; round++ {
		old := 1 + dice.Int63n(tree.N)
		before, err := tlog.TreeHash(old, reader)
		refuse(err)
		proof, err := tlog.ProveTree(tree.N, old, reader)
		refuse(err)
		refuse(tlog.CheckTree(proof, tree.N, tree.Hash, old, before))
		spoilt(proof, round, dice, func() error {
			return tlog.CheckTree(proof, tree.N, tree.Hash, old, before)
		})
	}
	return 100
}

// spoilt flips bits of a proof, one at a time and back again: every bit of the first proofs, one of each other.
func spoilt(proof []tlog.Hash, round int, dice *rand.Rand, check func() error) {
	bits := len(proof) * 256
	for bit := 0; bit < bits; bit++ {
		at := bit
		if round >= 20 {
			at, bit = dice.Intn(bits), bits
		}
		proof[at/256][at%256/8] ^= 1 << (at % 8)
		if check() == nil {
			refuse(fmt.Errorf("a spoilt proof passed"))
		}
		proof[at/256][at%256/8] ^= 1 << (at % 8)
	}
}

func refuse(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
