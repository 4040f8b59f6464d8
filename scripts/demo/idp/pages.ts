import type { Person } from './directory.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
  table { width: 100%; border-collapse: collapse; }
  td, th { padding: 6px 8px; text-align: left; border-top: 1px solid #8884; vertical-align: top; }
  form { display: inline; }
  button { font: inherit; padding: 2px 10px; }
  small { opacity: 0.75; display: block; }
`;

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0)};`);
}

function page(title: string, body: string): string {
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    `<style>${STYLE}</style></head><body><h1>${escaped(title)}</h1>${body}</body></html>`
  );
}

/** The people, and what the identity provider can do with each. */
export function peoplePage(people: readonly Person[], signInUrl: string): string {
  const rows = people.map((person) => {
    const { userName, givenName, familyName, groups, answer = 'not pushed yet' } = person;
    return (
      `<tr><td>${escaped(`${givenName} ${familyName}`)}<small>${escaped(userName)}</small></td>` +
      `<td>${escaped(groups.join(', '))}</td><td>${escaped(answer)}</td><td>${actOf(person)}</td></tr>`
    );
  });
  return page(
    'Demo identity provider',
    '<p>It pushes people to Rollcall by SCIM, and signs them in by SAML. ' +
      `<a href="${escaped(signInUrl)}">Sign in to Rollcall as one of them</a></p>` +
      '<table><thead><tr><th>Person</th><th>Groups</th><th>Last answer</th><th></th></tr></thead>' +
      `<tbody>${rows.join('')}</tbody></table>`,
  );
}

function actOf({ userName, id, active }: Person): string {
  if (id === undefined) return button('/push', userName, 'Push');
  return active
    ? button('/deactivate', userName, 'Deactivate')
    : button('/reactivate', userName, 'Reactivate');
}

function button(action: string, userName: string, text: string): string {
  return (
    `<form method="post" action="${action}"><input type="hidden" name="userName" value="${escaped(userName)}">` +
    `<button>${text}</button></form>`
  );
}

/** Asks who signs in. There are no passwords here. */
export function whoPage(people: readonly Person[], request: Readonly<Record<string, string>>): string {
  const hidden = Object.entries(request)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');
  const buttons = people.map(
    ({ userName }) =>
      `<p><button name="userName" value="${escaped(userName)}">${escaped(userName)}</button></p>`,
  );
  return page('Who signs in?', `<form method="post" action="/sso">${hidden}${buttons.join('')}</form>`);
}

/** Posts a response to Rollcall: with a script, else with a button. */
export function responsePage(acs: string, response: string, relayState: string): string {
  return page(
    'Back to Rollcall',
    `<form method="post" action="${escaped(acs)}">` +
      `<input type="hidden" name="SAMLResponse" value="${escaped(response)}">` +
      `<input type="hidden" name="RelayState" value="${escaped(relayState)}"><button>Go on</button></form>` +
      '<script>document.forms[0].submit()</script>',
  );
}
