"""What comes in: survey files as waves, other tools' projects, tables of codings."""
