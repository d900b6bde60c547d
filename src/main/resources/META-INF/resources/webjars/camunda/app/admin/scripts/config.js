/** Takes the place of the file of this name that comes with Admin, which only lists what could be set. */
export default {
  // asks the server for the welcome page of another edition
  disableWelcomeMessage: true
};
