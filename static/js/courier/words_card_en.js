/** What the courier reads of an old card that comes back, in English. */

/** @type {Record<string, string>} */
export const words = {
  old_card: "Old card",
  "need.old_card": "old card",
  "card.yes": "Collected",
  "card.no": "Not there",
  "card.hint":
    "The new card is only handed over against the old one. Photograph it, put it into the bag, and seal it.",
  "card.camera": "Photograph the old card",
  "card.shutter": "Take the photo of the card",
  "card.keep": "Cover and keep",
  "card.alt": "Photo of the old card; its number and face are covered",
  "card.held": "The old card before it is covered; not kept yet",
  "card.mask_hint":
    "Drag both black boxes until the number and the face are covered. What they cover is never kept. Keyboard: arrows move, + and − change the size.",
  "card.bar_number": "Cover of the number",
  "card.bar_face": "Cover of the face",
  "card.larger": "Larger: {what}",
  "card.smaller": "Smaller: {what}",
  "card.no_camera":
    "The camera cannot be used. An old card is only photographed on this page. Allow the camera, or record a failed delivery.",
  "card.seal": "Seal number of the bag",
  "card.seal_hint": "As printed on the bag: 4 to 12 letters and digits.",
  "card.seal_wrong": "Letters, digits and hyphens only.",
  "card.why": "Why is it not there?",
  "card.loss_letter": "Lost, with a letter of the police",
  "card.never_had": "The recipient never had a card",
  "card.given_before": "Given to the office before",
  "card.letter": "Number of the police letter",
  "card.letter_hint": "Copy it from the letter. Not a NIK.",
  "card.forgotten": "Forgotten, or kept back? Do not hand over the new card: choose the failed delivery.",
}
