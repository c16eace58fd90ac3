/** What the courier reads when a finished proof could not be kept, in English. */

/** @type {Record<string, string>} */
export const words = {
  unsaved:
    "The proof is not saved: the phone's storage is full or disturbed. It is on this screen only. Do not close the app.",
  unsaved_how: "Delete photos or apps that you do not use, then press Done again.",
  unsaved_file: "Still failing? Make a file for the office",
  unsaved_given: "Send that file to the officer. Once there is room, save it on this phone too.",
  unsaved_again: "Try to save again",
  handed_elsewhere: "This package was handed over from another tab on {time}.",
  handed_kept: "What you filled in on this tab is not sent. It stays as a draft until you delete it.",
}
