"""The command line."""

from flask.cli import AppGroup

commands = AppGroup("surat", help="SuratSampai")
