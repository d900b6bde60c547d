/** Takes the place of the file of this name that comes with Cockpit, which only lists what could be set. */
export default {
  customScripts: ['clauseflow/conformity/plugin', 'clauseflow/redesigns/plugin', 'clauseflow/performance/plugin'],
  // asks the server for the welcome page of another edition
  disableWelcomeMessage: true
};
