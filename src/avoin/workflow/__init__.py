"""Workflow: one module for each thing a researcher does.

Joins rooms and store, opens the transaction, returns a frozen result. Prints nothing, draws nothing.
"""
