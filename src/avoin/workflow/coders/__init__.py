"""Several coders: draws and blind coding, agreement, adjudication, packets, members of a server."""
