/** How the app gets onto the home screen, in English. */

/** @type {Record<string, string>} */
export const words = {
  install_title: "Install on this phone",
  install_why:
    "Installed, the app opens faster and the phone does not clear its storage. Install it before duty.",
  install_done: "The app is installed: you are using it.",
  install_queue:
    "Unsent proofs: {n}. Send them first: the installed app may have a storage of its own, and this queue does not move along.",
  install_to_queue: "Show the queue",
  install_now: "Install now",
  install_after: "Once installed, open it from the home screen and sign in once more.",
  install_after_trip:
    "Once installed, open it from the home screen. This trip is not shown there? Go on in this browser.",
  "install_name.chrome": "Android, Chrome",
  "install_name.firefox": "Android, Firefox",
  "install_name.samsung": "Android, Samsung Internet",
  "install_name.ios26": "iPhone, iOS 26 and later",
  "install_name.ios": "iPhone, iOS 16.4 to 18",
  "install_steps.chrome": "Tap ⋮ at the top right|Choose “Add to Home screen” or “Install app”|Tap “Install”",
  "install_steps.firefox": "Tap ⋮|Choose “Add app to Home screen” or “Install”|Tap “Add automatically”",
  "install_steps.samsung": "Tap ☰ at the bottom right|Choose “Add page to”|Choose “Home screen”",
  "install_steps.ios26":
    "Open this address in Safari|Tap ⋯, then “Share”|Choose “Add to Home Screen”, leave “Open as Web App” on|Tap “Add”",
  "install_steps.ios":
    "Open this address in Safari, no other browser|Tap Share (the box with an arrow upwards)|Scroll and choose “Add to Home Screen”|Tap “Add”",
}
