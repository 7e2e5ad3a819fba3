"""The screens of the workbench. Only they call workflow; they keep cursor and filter, never truth."""
