/** Just signed in: make this phone able to sign, fetch the round, go there. */
import { enrolDevice } from "./enrol.js"
import { refresh } from "./refresh.js"
import { announce } from "./store.js"

/** @param {import("./app.js").App} app @param {string} user */
export async function arrive(app, user) {
  await enrolDevice(user)
  await refresh(user)
  announce("session")
  if (location.pathname !== "/kurir/") history.replaceState(null, "", "/kurir/")
  app.go("putaran")
  app.sendNow()
}
