package org.clauseflow.notification;

/**
 * Whom a mail is for; null where nobody is meant.
 *
 * @param reporter a person
 * @param duplicatesOf a record: the reporters of the records that duplicate it
 * @param causeOf a record: the reporters of the records that it caused
 * @param roles comma separated ids of roles, meaning the people who have them, or of people
 * @param customer a party: its own address, or its people if it has none
 * @param customersOf a service: its customers, each as above
 * @param ownerOf a record: the person who owns it
 * @param reportersOfPartsOf a record: the reporters of the open records that are part of it
 * @param customersOfPartsOf a record: the customers of these
 * @param groupsOfPartsOf a record: the support groups that these, or it, have been handed to
 */
record Addressees(
    String reporter,
    String duplicatesOf,
    String causeOf,
    String roles,
    String customer,
    String customersOf,
    String ownerOf,
    String reportersOfPartsOf,
    String customersOfPartsOf,
    String groupsOfPartsOf) {}
