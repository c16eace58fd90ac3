/** In place of the network: nothing is sent, and nobody has opened the recipient's page yet. */
export const ask = async () => ({ status: 200, json: { state: "unseen" } })
