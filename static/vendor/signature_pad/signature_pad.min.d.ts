export { default } from "./types/signature_pad.js"
export * from "./types/signature_pad.js"
