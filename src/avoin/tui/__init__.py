"""The workbench: screens that call workflow. Set the language before importing it."""
