"""How far coders agree: from codings to coefficients with intervals, and to the disagreements that are left."""
