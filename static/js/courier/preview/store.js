/** In place of the phone's database: the memory of this page, gone with it. */

/** @type {Map<string, Map<string, any>>} */
const rooms = new Map()

/** @param {string} name */
function room(name) {
  const found = rooms.get(name) ?? new Map()
  rooms.set(name, found)
  return {
    get: async (/** @type {string} */ key) => found.get(key),
    getKey: async (/** @type {string} */ key) => (found.has(key) ? key : undefined),
    getAll: async () => [...found.values()],
    put: async (/** @type {any} */ row) => void found.set(row.proof ?? row.user, row),
    delete: async (/** @type {string} */ key) => void found.delete(key),
  }
}

const memory = {
  get: (/** @type {string} */ name, /** @type {string} */ key) => room(name).get(key),
  getAll: (/** @type {string} */ name) => room(name).getAll(),
  delete: (/** @type {string} */ name, /** @type {string} */ key) => room(name).delete(key),
}

export const ANSWERS = "answers"

/** @template T @param {(store: typeof memory) => T} work */
export const inStore = async (work) => work(memory)

/** @param {string[]} _names @param {(tx: { objectStore: typeof room }) => Promise<unknown>} write */
export const strictly = async (_names, write) => void (await write({ objectStore: room }))

export const announce = () => undefined
