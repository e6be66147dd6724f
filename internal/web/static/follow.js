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
