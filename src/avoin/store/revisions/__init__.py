"""The steps from an empty database to the tables of today; one file a revision, never changed after a release."""
