"""The codebook as something to work on: operations and what they do to codings, releases, queues, exchange."""
