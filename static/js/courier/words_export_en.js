/** What the courier reads when a queue is handed over as a file, in English. */

/** @type {Record<string, string>} */
export const words = {
  export_title: "Copy of the queue",
  export_what:
    "When proofs cannot be sent, save them here as a file and send it to an officer of your office. Only the office can open it.",
  export_stays: "The proofs stay on this phone, and it goes on trying to send them.",
  export_count: "Proofs in the file",
  export_size: "Size, about",
  export_megabytes: "{n} MB",
  export_key: "Key of the office",
  export_key_hint: "Compare it with the one on the officer's screen, by telephone for example.",
  export_make: "Make the file",
  export_make_of: "Make file {n} of {all}",
  export_making: "Locking {n} of {all}…",
  export_ready: "The file is ready: {name}",
  export_share: "Share",
  export_save: "Save on this phone",
  export_saved:
    "The file is in your Downloads. Send it to the officer, and delete it from the phone once the officer says it is in.",
  export_shared: "The file was shared. Delete the message once the officer says it is in.",
  export_not_shared: "Not shared yet. Try again, or save it on this phone.",
  export_left:
    "{n, proof is not in it: its photo is, proofs are not in it: their photos are} gone from this phone. Call the office.",
  export_none: "No proof is waiting.",
  export_no_key:
    "The key of the office is not on this phone yet. Go online once, then open this screen again.",
  export_failed:
    "The file was not made: the phone's storage is full or disturbed. The proofs are safe. Try again.",
}
