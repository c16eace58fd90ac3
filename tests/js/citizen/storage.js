/** A browser's localStorage: its rows are its own keys, its verbs are not. */
export class Storage {
  /** @param {string} key @returns {string | null} */
  getItem(key) {
    return Object.getOwnPropertyDescriptor(this, key)?.value ?? null
  }

  /** @param {string} key @param {string} text */
  setItem(key, text) {
    Reflect.set(this, key, text)
  }

  /** @param {string} key */
  removeItem(key) {
    Reflect.deleteProperty(this, key)
  }
}
