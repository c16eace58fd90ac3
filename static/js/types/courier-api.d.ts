/** The courier API as frozen in today's contract; later generated from our own OpenAPI. */

export interface PublicJwk {
  kty: "EC"
  crv: "P-256"
  x: string
  y: string
}

export interface SessionOut {
  courier: { id: string; name: string; partner: string }
  office: { name: string; phone: string }
  kind: "account" | "trip"
  expires_at: string
  ack_key: PublicJwk
  server_time: string
}

export interface TripLookOut {
  office: string
  partner: string
  packages: number
  expires_at: string
}

export interface ChallengeOut {
  challenge: string
  expires_at: string
}

export interface DeviceOut {
  kid: string
  seq_next: number
  prev: string | null
}

export type Outcome = "picked_up" | "delivered" | "attempt_failed" | "returned"
export type EvidenceKind = "photo" | "signature"

export interface PolicyOut {
  id: string
  version: number
  class: string
  recipient_rule: string
  relations: string[]
  evidence: Partial<Record<Outcome, EvidenceKind[]>>
  checks: string[]
  id_check: boolean
  modes: string[]
  methods: string[]
}

export interface PackageOut {
  pkg: string
  alias: string
  status: string
  attempt: number
  recipient: { name: string; address: string; phone: string | null; note: string | null }
  place: { lat_e7: number; lon_e7: number } | null
  fee: { free: boolean; amount: number }
  policy: { id: string; version: number }
}

export interface RoundOut {
  v: 1
  server_time: string
  expires_at: string
  courier: { id: string; name: string; partner: string }
  office: { name: string; phone: string; report_phone: string }
  hosts: string[]
  packages: PackageOut[]
  policies: PolicyOut[]
}

export interface MediaOut {
  sha256: string
  size: number
}

export interface AcknowledgementOut {
  proof: string
  mh: string
  jh: string | null
  parts: string[]
  index: number | null
  received_at: string
  verdict: "accepted" | "kept_for_review"
  reason: string | null
}

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  missing?: string[]
  errors?: { pointer: string; detail: string }[]
}
