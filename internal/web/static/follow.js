// Follows an order while its page is open. Without scripts the page is reloaded by hand.
const order = document.querySelector("[data-follow]");
const bar = document.querySelector("progress");
const source = new EventSource(order.dataset.follow);

function again() {
  source.close();
  location.reload();
}

source.onmessage = (event) => {
  const { status, progress } = JSON.parse(event.data);
  bar.value = progress;
  if (status !== "queued" && status !== "running") again();
};
source.addEventListener("problem", again);
// A machine that slept, or a session that ended, is refused when it comes back, and the
// browser asks no more: the page then says what is. Not at once, lest it ask without end.
source.onerror = () => {
  if (source.readyState === EventSource.CLOSED) setTimeout(again, 5000);
};
