/** The application's REST, asked by the session of whoever is logged in to Cockpit or Tasklist. */

const base = document.querySelector('base');
const applications = base.getAttribute('app-root');
const root = applications.replace(/\/camunda$/, '') + '/api/';

/** Which of Camunda's applications this page stands in: cockpit or tasklist. */
export const application = base.getAttribute('app-name');

const ENDED = 'Your session has ended; log in again.';

/** An answer that is none, in words for the person. */
class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** A path with its values escaped: path`records/${number}/journal` */
export const path = (parts, ...values) =>
  String.raw({ raw: parts }, ...values.map(value => encodeURIComponent(value)));

/** The whole address of a path, for links and pictures; what is empty is left out. */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') {
      query.append(name, value);
    }
  }
  return root + path + (query.size ? '?' + query : '');
}

export const get = async (path, parameters, signal) => read(await ask('GET', address(path, parameters), undefined, signal));
export const post = async (path, body) => read(await ask('POST', address(path), body));
export const put = async (path, body) => read(await ask('PUT', address(path), body));
export const remove = async (path, parameters) => read(await ask('DELETE', address(path, parameters)));

/** What is no JSON, as text. */
export const getText = async (path, parameters, signal) => (await ask('GET', address(path, parameters), undefined, signal)).text();

/** Saves what the server makes. A link would do, but for what it shows when the server refuses. */
export async function download(path, parameters, signal) {
  const answer = await ask('GET', address(path, parameters), undefined, signal);
  const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ?? path.slice(path.lastIndexOf('/') + 1);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const engineName = () => location.pathname.split(`/app/${application}/`)[1].split('/')[0];

/** What only the engine knows. */
export const askEngine = async (path, parameters, signal) => {
  const query = new URLSearchParams(parameters);
  return read(await ask('GET', `${applications}/api/engine/engine/${engineName()}/${path}${query.size ? `?${query}` : ''}`, undefined, signal));
};

/** The roles of whoever is logged in. What they may, the server decides: this only spares them vain buttons. */
export async function myRoles(signal) {
  const me = await read(await ask('GET', `${applications}/api/admin/auth/user/${engineName()}`, undefined, signal)
    .catch(problem => {
      // how Camunda says that nobody is logged in
      throw problem.status === 404 ? new Problem(401, ENDED) : problem;
    }));
  const { groups } = await askEngine('identity/groups', { userId: me.userId }, signal);
  const roles = groups.map(group => group.id);
  return { id: me.userId, roles, has: role => roles.includes(role) };
}

async function ask(method, url, body, signal) {
  const headers = { 'X-Requested-With': 'XMLHttpRequest' };
  if (method !== 'GET') {
    headers['X-XSRF-TOKEN'] = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';
  }
  if (body !== undefined && !(body instanceof FormData)) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(url, { method, headers, body, signal });
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Problem(0, 'The server cannot be reached; try again.');
  }
  if (!answer.ok) {
    throw new Problem(answer.status, await reason(answer));
  }
  return answer;
}

async function reason(answer) {
  if (answer.status === 401) {
    return ENDED;
  }
  const problem = await answer.json().catch(() => ({}));
  return problem.detail ?? problem.title ?? `The server answered with ${answer.status}; try again.`;
}

const read = async answer => (answer.status === 204 ? null : answer.json().catch(() => null));
