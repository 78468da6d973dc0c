// Says on the page that a passkey did not work; allauth's scripts would only write it to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-trouble]").forEach((note) => { note.hidden = false; });
});
