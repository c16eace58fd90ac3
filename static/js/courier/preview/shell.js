/** In place of the installed app: no service worker, and no storage to ask for. */
export const holdUpdates = () => () => undefined

export const askToKeep = async () => false
