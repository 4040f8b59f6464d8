// Comfort on top of pages that work without it: copy buttons, menus that close, forms that send themselves.

const said = document.createElement('p');
said.className = 'sr';
said.setAttribute('role', 'status');
document.body.append(said);

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  const { textContent } = button;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? '');
    button.textContent = 'Copied';
    said.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = textContent;
      said.textContent = '';
    }, 2_000);
  });
}

const menus = [...document.querySelectorAll('details.menu')].filter(
  (menu) => menu instanceof HTMLDetailsElement,
);
document.addEventListener('click', ({ target }) => {
  for (const menu of menus) if (!(target instanceof Node && menu.contains(target))) menu.open = false;
});
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  for (const menu of menus.filter(({ open }) => open)) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});

// The sections scroll sideways on a phone: begin at the one that is open.
const sections = document.querySelector('.side');
const open = sections?.querySelector('[aria-current]');
if (sections instanceof HTMLElement && open instanceof HTMLElement)
  sections.scrollLeft = open.offsetLeft - sections.clientWidth / 3;

const waiting = document.querySelector('form[data-send-at-once]');
if (waiting instanceof HTMLFormElement) waiting.submit();
