/** In place of the lock on a phone's sleep. */
export const keepAwake = () => () => undefined
