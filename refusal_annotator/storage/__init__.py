"""The project database: tables, the writer thread and migrations.

The only folder that knows SQLModel, SQLAlchemy and Alembic. What differs between SQLite and
PostgreSQL stands in `sqlite.py` and `postgresql.py`.
"""
