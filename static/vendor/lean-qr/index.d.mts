/// <reference path="./lean-qr.d.ts" />
export * from "lean-qr"
