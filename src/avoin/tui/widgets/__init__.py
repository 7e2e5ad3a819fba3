"""What screens and dialogs are made of: widgets take nouns and emit messages, they call no workflow."""
