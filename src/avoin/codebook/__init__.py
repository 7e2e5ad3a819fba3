"""Codebook: codes with definitions as files people edit, their versions, differences, checks and operations."""
