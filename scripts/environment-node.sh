# Sourced by the other scripts: Node.js of .venv before the system's, where scripts/setup-tests.sh had to bring one.
[ ! -x .venv/bin/node ] || PATH="$PWD/.venv/bin:$PATH"
