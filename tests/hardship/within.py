"""Run a script of these tests within the product's own surroundings: `python -m tests.hardship.within SCRIPT ARGUMENTS`."""

import importlib
import sys

import django

if __name__ == "__main__":
    django.setup()
    importlib.import_module(sys.argv[1]).main(*sys.argv[2:])
