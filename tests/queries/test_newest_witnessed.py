"""Health is asked by anybody, every few seconds: what it asks must not grow with the log."""

from sqlalchemy import text

PLAN = {
    "sqlite": "EXPLAIN QUERY PLAN ",
    "postgresql": "EXPLAIN ",
}
ASKED = "SELECT size FROM published_checkpoints WHERE witnessed_at IS NOT NULL ORDER BY size DESC LIMIT 1"


def test_the_newest_witnessed_checkpoint_is_found_by_its_index(house):
    with house.reading() as session:
        name = session.get_bind().dialect.name
        if name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(str(row) for row in session.execute(text(PLAN[name] + ASKED)))
    assert "ix_published_checkpoints_witnessed" in plan
