// The page of verification: the file's SHA-256 is computed here, in the browser,
// and the file itself goes nowhere. Without this script, or where the browser
// computes none (plain http), the field for the hash is filled by hand.
'use strict';
(() => {
  const drop = document.getElementById('drop');
  const input = document.getElementById('file-here');
  const form = document.getElementById('by-hash');
  if (!drop || !window.crypto || !window.crypto.subtle) return;
  const most = 1 << 30; // a file is read whole

  const hex = (bytes) => Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, '0')).join('');

  // A copy's file carries its number as its name.
  const numberOf = (name) => (/^([0-9A-Z]{4})-([0-9A-Z]{4})-([0-9A-Z]{4})/i.exec(name) || [''])[0];

  const check = async (file) => {
    if (!file || file.size > most) return;
    drop.setAttribute('aria-busy', 'true');
    const sum = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    form.elements.sha256.value = hex(sum);
    const number = form.elements.number;
    if (number && !number.value) number.value = numberOf(file.name);
    drop.removeAttribute('aria-busy');
    form.requestSubmit();
  };

  input.addEventListener('change', () => check(input.files[0]));
  for (const kind of ['dragover', 'drop']) {
    document.addEventListener(kind, (event) => event.preventDefault()); // a file missed by a finger opens nothing
  }
  document.addEventListener('drop', (event) => check(event.dataTransfer.files[0]));
  drop.hidden = false;
})();
