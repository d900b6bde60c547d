/**
 * What was typed in a form. Tasklist keeps it when a session ends, and gives it back after the log-in; here it keeps it as
 * well when somebody looks at another tab or task meanwhile, and for nobody but who typed it.
 */
const DRAFTS = 'camunda-form:';

/** All start forms have but this one. */
const START = `${DRAFTS}undefined`;

const PERSON = 'clauseflow-person';

/** Opens the next start form with these answers. */
export const startWith = answers => localStorage.setItem(START, JSON.stringify(answers));

/** Whoever comes finds no draft of somebody else. */
export function draftsOf(person) {
  if (localStorage.getItem(PERSON) !== person) {
    Object.keys(localStorage).filter(key => key.startsWith(DRAFTS)).forEach(key => localStorage.removeItem(key));
    localStorage.setItem(PERSON, person);
  }
}

export function keepDrafts() {
  addEventListener('click', ({ target }) => {
    const link = target.closest?.('a');
    if (link?.closest('.start-process-action')) {
      startWith({});
    } else if (link && !link.closest('.fjs-container')) {
      keep(document.querySelector('.fjs-container'));
    }
  }, { capture: true });
}

/** As Tasklist's own button Save would, which not everybody thinks of. */
function keep(form) {
  if (form && !form.closest('.modal')) {
    let scope = window.angular?.element(form).scope();
    while (scope && !Object.hasOwn(scope, 'save')) {
      scope = scope.$parent;
    }
    if (scope?.$dirty) {
      scope.save();
    }
  }
}
