/** The parts of a service worker's scope that ours uses; the full library of types collides with the page's. */

export interface Shell {
  /** Hash of the list of file hashes, app build and template. */
  version: string
  /** Address and integrity value ("sha256-…"); null for the page itself, whose build is checked instead. */
  files: [string, string | null][]
}

export interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}

export interface FetchEvent extends WorkerEvent {
  request: Request
  respondWith(answer: Promise<Response> | Response): void
}

export interface MessageEventWithPorts extends WorkerEvent {
  data: { type: string }
  ports: readonly MessagePort[]
}

export interface WorkerScope {
  SHELL: Shell
  location: { origin: string }
  skipWaiting(): Promise<void>
  clients: {
    claim(): Promise<void>
    matchAll(options: object): Promise<{ postMessage(data: unknown): void }[]>
  }
  addEventListener(type: "install" | "activate" | "sync", listener: (event: WorkerEvent) => void): void
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void
  addEventListener(type: "message", listener: (event: MessageEventWithPorts) => void): void
}
