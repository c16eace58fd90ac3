/** In place of what is said when a phone cannot keep a proof: nothing is kept here. */
export const unsaved = async () => undefined
