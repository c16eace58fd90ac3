/** What the API takes and gives. Made from openapi.json by `make contract`: change the schemas, not this. */

export interface AccountIn {
  account: "to_recipient" | "to_family" | "to_other" | "still_here" | "not_handed_over" | "not_sure"
  text?: string
}

/** Inside the server's signed answer to a proof. `jh` is null when the proof came unsigned; `index` is its place in the ledger; `parts` are the hashes that the phone may forget. */
export interface AcknowledgementOut {
  proof: string
  mh: string
  jh: string | null
  parts: string[]
  index: number
  received_at: string
  verdict: "accepted" | "kept_for_review"
  reason: string | null
}

export interface Answers {
  checks: Record<string, boolean>
  id_check: IdCheck
  id_check_reason: string | null
  signature_status: SignatureStatus
  claim_code: string | null
  photo_warnings?: string[] | null
  witness?: Receiver | null
}

export interface ChallengeOut {
  challenge: string
  expires_at: string
}

export interface ContactTry {
  way: string
  at: string
}

/** `spot`: where the package was put down. */
export interface Contactless {
  mode: string
  method: string
  spot?: string | null
}

export interface CourierOut {
  id: string
  name: string
  partner: string
  partner_code?: string
}

export interface DeviceOut {
  kid: string
  seq_next: number
  prev: string | null
}

/** Of a handover without touching. `placed_id`: a card is shown at a distance, or something that only the recipient can give; `partner_m` a carrier's own least distance; `shared` is ticked when somebody signs on the courier's phone; `witnesses` may stand by in place of a signature. */
export interface DoorOut {
  spots: string[]
  placed_id: boolean
  partner_m: Record<string, number>
  shared: string[]
  witnesses: string[]
}

export type EmptyIn = Record<string, never>

/** Inside the JWS of type pod-enrol+jws. `courier`: for whom the phone made the key; phones of before do not say. */
export interface EnrolmentIn {
  challenge: string
  host: string
  courier?: string | null
}

export type EvidenceKind = "photo" | "signature" | "old_card"

/** What to ask for, by outcome. */
export interface EvidenceOut {
  picked_up: string[]
  delivered: string[]
  attempt_failed: string[]
  returned: string[]
}

/** Of the carriage: whether its tariff was shown, and how much was asked for. */
export interface FeeAsked {
  shown: boolean
  rupiah: number
}

export interface FeeOut {
  free: boolean
  amount: number
}

/** What the database tells is null while it does not answer. `failing` too when entries of the ledger wait for a checkpoint longer than they may. `witnessed`, `stamped`: whether the newest checkpoint is; null where no witness, or no authority, is set up. Their sizes and ages are the last ones'; null where there never was one. Neither makes it `failing`: proofs are kept without them. */
export interface HealthOut {
  status: "ok" | "failing"
  database: boolean
  media_store: boolean
  schema_revision: string | null
  ledger_size: number | null
  ledger_published: number | null
  witnessed: boolean | null
  witnessed_size: number | null
  witnessed_seconds_ago: number | null
  stamped: boolean | null
  stamped_size: number | null
  stamped_seconds_ago: number | null
  build: string
}

/** The result only; the card itself is never photographed. */
export type IdCheck = "match" | "mismatch" | "not_done"

/** `token` stood in the QR's fragment; `visit` was drawn by this browser when it opened it first. */
export interface LinkIn {
  label: string
  token: string
  visit: string
}

/** Nobody's name in full, and no word of what is inside. `code` when this browser has signed already. */
export interface LinkOut {
  recipient: string | null
  number: string
  courier: string
  partner: string
  plate: string | null
  office: string
  office_phone: string
  fee_rupiah: number
  report_phone: string
  relations: Named[]
  code: string | null
}

/** Inside the JWS of type pod-login+jws; `exp` in unix seconds. */
export interface LoginIn {
  challenge: string
  host: string
  exp: number
}

/** `kid` of the key that vanished, if there was one; how many proofs were unsent; the last number of its queue. */
export interface LossIn {
  kid: string | null
  waiting: number
  order: number
  noticed_at: string
}

export interface LossOut {
  id: string
}

/** What the phone signs. `unsigned` is there only when nothing is signed, and says why. */
export interface Manifest {
  v: number
  typ: "pod-capture"
  salt: string
  proof: string
  pkg: string
  attempt: number
  outcome: Outcome
  reason: string | null
  tried?: Tried | null
  captured_at: string
  mono_ms: number | null
  offset_ms: number | null
  gps: PlaceFix | NoPlace
  recipient: Recipient | null
  contactless: Contactless | null
  own_phone?: OwnPhoneNamed | null
  old_card?: OldCardSaid | null
  payment?: Paid | null
  policy: PolicyFollowed
  media: MediaLine[]
  seen: Seen | null
  seq: number
  prev: string | null
  app: string
  unsigned?: string | null
}

/** One evidence file; `sha256` is taken over exactly the bytes that are sent to its address. */
export interface MediaLine {
  kind: EvidenceKind
  sha256: string
  bytes: number
  type: "image/jpeg" | "image/png"
  width: number
  height: number
}

/** What lies here now: the hash of the plain bytes, and how many they are. */
export interface MediaOut {
  sha256: string
  size: number
}

/** A relation; `paper`: who chooses it names a letter. */
export interface Named {
  code: string
  name: string
  paper?: boolean
}

/** The whole rule, by outcome: of each group, one is enough. */
export interface NeedsOut {
  picked_up: string[][]
  delivered: string[][]
  attempt_failed: string[][]
  returned: string[][]
}

/** A missing fix is a recorded value, never a blocker. */
export interface NoPlace {
  none: "denied" | "timeout" | "unavailable" | "stale"
}

export interface OfficeOut {
  name: string
  phone: string
}

/** The number of the seal under which the old card lies; or why there is none, with its letter's number. */
export interface OldCardSaid {
  seal: string | null
  missing: string | null
  letter: string | null
}

export type Outcome = "picked_up" | "delivered" | "attempt_failed" | "returned"

/** The recipient's own record (POST /ttd/api/signatures): its id; and the hash of its bytes when this phone has seen it, or else the short code that the recipient's page showed. */
export interface OwnPhoneNamed {
  id: string
  mh: string | null
  code: string | null
}

/** How far the recipient has come under one QR; `record` is what was signed, byte for byte. */
export interface OwnPhoneOut {
  state: "unseen" | "opened" | "signed"
  record: string | null
}

/** `own_phone_key` makes the QR that a recipient signs under, where the policy allows that (decision 0024); `old_card`: the recipient gives the old card back, or the package is not handed over; `last`: the rules allow no attempt after this one; `to_counter`: they allow none any more, bring it to the office's counter. */
export interface PackageOut {
  pkg: string
  alias: string
  status: string
  attempt: number
  recipient: RecipientOut
  place: PlaceOut | null
  fee: FeeOut
  policy: PolicyName
  own_phone_key?: string | null
  old_card?: boolean
  last?: boolean
  to_counter?: boolean
}

/** The delivery fee at the door: how much and by which way, or nothing and why. */
export interface Paid {
  rupiah: number
  method: string | null
  reason: string | null
}

/** `pass` goes into `Authorization: Bearer`, never into a cookie. */
export interface PassOut {
  pass: string
  expires_at: string
  courier: CourierOut
}

/** Degrees × 10^7, metres rounded up. */
export interface PlaceFix {
  lat_e7: number
  lon_e7: number
  acc_m: number
  fix_at: string
}

export interface PlaceOut {
  lat_e7: number
  lon_e7: number
}

export interface PolicyFollowed {
  id: string
  version: number
  answers: Answers
}

export interface PolicyName {
  id: string
  version: number
}

/** From `needs` on, what a region's own policy says more; without `needs`, `evidence` is all. `placed` is ticked when the package is put down; `advice` is shown and not asked; without `share_device` nobody signs on the courier's phone. `id_match`: without what only the recipient can give, the identity card must fit; `papers`: who names a letter; `reasons`: which table of demands a failed attempt answers to. */
export interface PolicyOut {
  id: string
  version: number
  class: string
  recipient_rule: string
  relations: string[]
  evidence: EvidenceOut
  checks: string[]
  id_check: boolean
  modes: string[]
  methods: string[]
  needs?: NeedsOut | null
  placed?: string[]
  advice?: string[]
  distance_m?: number
  share_device?: boolean
  shift?: ShiftOut | null
  door?: DoorOut | null
  id_match?: boolean
  papers?: string[]
  reasons?: number
}

/** RFC 9457. `missing` and `errors` come with the codes that need them. */
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  missing?: string[]
  errors?: ProblemPart[]
}

/** A JSON pointer to a member that is wrong, and a word for what is wrong with it; never its content. */
export interface ProblemPart {
  pointer: string
  detail: string
}

export interface PublicJwk {
  kty: "EC"
  crv: "P-256"
  x: string
  y: string
}

/** A package by its number alone: no name, no address. */
export interface QuestionOut {
  id: string
  alias: string
  handed_over_at: string | null
  asked_at: string
}

/** `verdicts`: those of the last two weeks, newest first. */
export interface QuestionsOut {
  questions: QuestionOut[]
  verdicts: VerdictOut[]
}

/** Who took it, or stood by: the name as given, and what they are to the person on the envelope. */
export interface Receiver {
  name: string
  rel: string
}

/** `paper`: of who stands there by a letter, its number or a few words on which it is. */
export interface Recipient {
  name: string
  rel: string
  paper?: string | null
}

export interface RecipientOut {
  name: string
  address: string
  phone: string | null
  note: string | null
}

export interface RoundOfficeOut {
  name: string
  phone: string
  report_phone: string
}

/** `over`: the trip has ended or was taken back, the account was closed. What is still in hand is the office's. */
export interface RoundOut {
  v?: 1
  server_time: string
  expires_at: string
  courier: CourierOut
  office: RoundOfficeOut
  hosts: string[]
  packages: PackageOut[]
  policies: PolicyOut[]
  over?: boolean
}

/** The latest checkpoint that the phone holds. */
export interface Seen {
  size: number
  root: string
}

export interface SessionOut {
  courier: CourierOut
  office: OfficeOut
  kind: "account" | "trip"
  expires_at: string
  ack_key: PublicJwk
  queue_key: PublicJwk
  queue_voucher: string
  server_time: string
}

/** True: passed. What was not asked is absent. */
export interface ShiftAnswersIn {
  temperature?: boolean | null
  symptoms?: boolean | null
  mask?: boolean | null
  hands?: boolean | null
}

export interface ShiftManifest {
  v: number
  typ: "pod-shift"
  salt: string
  shift: string
  captured_at: string
  mono_ms: number | null
  offset_ms: number | null
  policy: ShiftPolicy
  answers: ShiftAnswersIn
  app: string
  unsigned?: string | null
}

/** What is declared before packages are taken over; `temp_max` in tenths of a degree Celsius. */
export interface ShiftOut {
  mode: "advice" | "required"
  temp_max: number
  symptoms: boolean
  mask: boolean
  hands: boolean
}

export interface ShiftPolicy {
  id: string
  version: number
}

export interface SignInIn {
  username: string
  password: string
}

/** `record` is an OwnPhoneRecord as JSON, in the very bytes that were signed. */
export interface SignatureIn {
  label: string
  token: string
  visit: string
  record: string
}

export interface SignatureOut {
  code: string
}

export type SignatureStatus = "not_needed" | "signed" | "declined" | "unable"

/** What was done before giving up; the reason says what is needed. `waited_s` runs from the scan at the door. `number`: of a letter or an order; `at`: when it happened; `scanned`: the packages that are there. */
export interface Tried {
  detail: string | null
  note: string | null
  contacts: ContactTry[]
  waited_s: number
  number?: string | null
  at?: string | null
  scanned?: string[] | null
  fee?: FeeAsked | null
}

/** `claim` is drawn by the phone: repeating it brings the same answer again when the first one got lost. */
export interface TripIn {
  token: string
  claim: string
  name: string
  phone: string
  plate: string
}

export interface TripLookIn {
  token: string
}

export interface TripLookOut {
  office: string
  partner: string
  packages: number
  expires_at: string
  fill_by: string
}

/** How a case ended about a package that this courier brought. */
export interface VerdictOut {
  id: string
  alias: string
  handed_over_at: string | null
  verdict: string
  decided_at: string
}
