import assert from "node:assert/strict"
import { test } from "node:test"
import {
  checkCharacter,
  isLabelId,
  scannedLabel,
  typedAlias,
  typedLabel,
} from "../../static/js/courier/label.js"
import { grouped } from "../../static/js/courier/words.js"

const ID = "7K2M9QX4T1B8ZC3DA"
const HOSTS = ["surat.example.go.id", "localhost:8000"]

test("the check characters of the standard's examples", () => {
  assert.equal(checkCharacter("7K2M9QX4T1B8ZC3D"), "A")
  assert.equal(checkCharacter("0".repeat(16)), "9")
})

test("every single wrong character is found", () => {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
  for (let place = 0; place < ID.length; place += 1) {
    for (const other of letters.replace(ID.charAt(place), "")) {
      assert.equal(isLabelId(ID.slice(0, place) + other + ID.slice(place + 1)), false)
    }
  }
})

for (const text of [
  `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID}`,
  `https://surat.example.go.id/P/${ID}`,
  `HTTPS://LOCALHOST:8000/P/${ID}`,
]) {
  test(`our own label is read: ${text}`, () => assert.equal(scannedLabel(text, HOSTS), ID))
}

/** @type {[string, string][]} */
const FOREIGN = [
  ["another host", `HTTPS://SURAT.EXAMPLE.COM/P/${ID}`],
  ["our host as a beginning only", `HTTPS://SURAT.EXAMPLE.GO.ID.EVIL.COM/P/${ID}`],
  ["user-info", `HTTPS://SURAT.EXAMPLE.GO.ID@EVIL.COM/P/${ID}`],
  ["user-info before our host", `HTTPS://A@SURAT.EXAMPLE.GO.ID/P/${ID}`],
  ["a port we did not name", `HTTPS://SURAT.EXAMPLE.GO.ID:8443/P/${ID}`],
  ["a query", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID}?A=1`],
  ["a fragment", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID}#A`],
  ["a percent sign", `HTTPS://SURAT.EXAMPLE.GO.ID/P/%37${ID.slice(1)}`],
  ["a backslash", `HTTPS:\\\\SURAT.EXAMPLE.GO.ID/P/${ID}`],
  ["a lower-case path", `HTTPS://SURAT.EXAMPLE.GO.ID/p/${ID}`],
  ["a lower-case id", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID.toLowerCase()}`],
  ["plain http", `HTTP://SURAT.EXAMPLE.GO.ID/P/${ID}`],
  ["a blank at the end", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID} `],
  ["a line end", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID}\n`],
  ["an umlaut look-alike", `HTTPS://SURÅT.EXAMPLE.GO.ID/P/${ID}`],
  ["the long s that folds to s", `HTTPſ://SURAT.EXAMPLE.GO.ID/P/${ID}`],
  ["a wrong check character", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID.slice(0, 16)}B`],
  ["a script address", `JAVASCRIPT:alert(1)//${ID}`],
  ["nothing", ""],
  ["the id alone", ID],
  ["another page of ours", "HTTPS://SURAT.EXAMPLE.GO.ID/KURIR/"],
  ["too much", `HTTPS://SURAT.EXAMPLE.GO.ID/P/${ID}`.padEnd(97, "A")],
]

for (const [what, text] of FOREIGN) {
  test(`not ours: ${what}`, () => assert.equal(scannedLabel(text, HOSTS), null))
}

test("a punycode host is refused even when somebody lists it", () => {
  assert.equal(scannedLabel(`https://xn--surt-1qa.go.id/P/${ID}`, ["xn--surt-1qa.go.id"]), null)
})

for (const typed of [ID, "7k2m 9qx4 t1b8 zc3d a", "7K2M-9QX4-TIB8-ZC3D-A", "7k2m9qx4tlb8zc3da"]) {
  test(`typing forgives: ${typed}`, () => assert.equal(typedLabel(typed), ID))
}

for (const typed of ["", "7K2M9QX4T1B8ZC3D", "7K2M9QX4T1B8ZC3DB", "7K2M9QX4T1B8ZC3DAA"]) {
  test(`typing does not forgive: "${typed}"`, () => assert.equal(typedLabel(typed), null))
}

test("an id is shown in groups of four", () => assert.equal(grouped(ID), "7K2M 9QX4 T1B8 ZC3D A"))
test("a package number is shown as the office writes it", () =>
  assert.equal(grouped("SX603270391ID"), "SX 6032 7039 1 ID"))

for (const typed of [
  "SX473124829ID",
  "sx 4731 2482 9 id",
  "SX-47312482-9-ID",
  " sx473124829id ",
  "SX4731248291D",
]) {
  test(`the printed number is read: ${typed}`, () => assert.equal(typedAlias(typed), "SX473124829ID"))
}

/** Published and computed vectors of domain.md, section 9. */
for (const alias of ["SX123456785ID", "SX000000005ID", "RR000000014ID", "SX000000120ID"])
  test(`its check digit is known: ${alias}`, () => assert.equal(typedAlias(alias), alias))

test("look-alikes in the printed number are forgiven", () =>
  assert.equal(typedAlias("sxooooooi2oid"), "SX000000120ID"))

for (const typed of ["", "SX473124828ID", "SX47312482ID", "SX4731248299ID", "473124829", "SX473124829SG", ID])
  test(`not a printed number: "${typed}"`, () => assert.equal(typedAlias(typed), null))

test("every single wrong digit of the printed number is found", () => {
  const alias = "SX473124829ID"
  for (let place = 2; place < 10; place += 1) {
    for (const digit of "0123456789".replace(alias.charAt(place), ""))
      assert.equal(typedAlias(alias.slice(0, place) + digit + alias.slice(place + 1)), null)
  }
})
