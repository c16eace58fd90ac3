"""What a WSGI server loads: gunicorn wsgi:app."""

from courier_app import create_app

app = create_app()
