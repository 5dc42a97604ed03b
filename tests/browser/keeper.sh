# Run a program in a directory of its own until our standard input closes: usage, HOME PROGRAM….
#
# The input closes when the tests end, however they end, and Ctrl-C does not come this far. Then the
# program and everything that it started is ended, and its directory removed.
set -m # a process group for the program
home=$1
shift
TMPDIR=$home "$@" </dev/null &
program=$!
cat >/dev/null
kill -TERM -- "-$program" 2>/dev/null
for _ in {1..100}; do
    kill -0 -- "-$program" 2>/dev/null || break
    sleep 0.05
done
kill -KILL -- "-$program" 2>/dev/null
wait
rm -rf "$home"
